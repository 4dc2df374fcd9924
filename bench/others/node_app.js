// The two smallest answers of the guide, with Node.js alone.
const http = require("node:http");

const server = http.createServer((request, response) => {
  const book = /^\/books\/([0-9]+)$/.exec(request.url);
  if (request.url === "/") {
    response.setHeader("Content-Type", "text/plain; charset=utf-8");
    response.end("Hello, reader!");
  } else if (book) {
    response.setHeader("Content-Type", "application/json");
    response.end(JSON.stringify({ id: Number(book[1]), url: request.url }));
  } else {
    response.statusCode = 404;
    response.end();
  }
});

server.listen(Number(process.argv[2]), "127.0.0.1");
