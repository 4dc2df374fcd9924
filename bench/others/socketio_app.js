// The echo of the guide, with Socket.IO.
const http = require("node:http");
const { Server } = require("socket.io");

const server = http.createServer((request, response) => {
  response.statusCode = 404;
  response.end();
});

new Server(server).on("connection", (socket) => {
  socket.on("message", (text) => socket.emit("message", text));
});

server.listen(Number(process.argv[2]), "127.0.0.1");
