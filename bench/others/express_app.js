// The two smallest answers of the guide, with Express.
const express = require("express");

const app = express();

app.get("/", (request, response) => {
  response.type("text/plain").send("Hello, reader!");
});

app.get("/books/:id", (request, response) => {
  const id = Number(request.params.id);
  response.json({ id, url: `/books/${id}` });
});

app.listen(Number(process.argv[2]), "127.0.0.1");
