import { seatKey, tableSeats } from "/static/js/draw/seats.js";

const kinds = { w: "wrote", j: "joined", o: "offline" };
const tables = ["wwwww", "wwjww", "wwww", "wwwjj", "wwwww", "wwww", "jjjj", "wwwwj", "wwjwwwwwjww", "", "wwwoo", "wwwwwj"];
const room = document.getElementById("zaal");
tables.forEach((row, n) => {
  const seats = [...row].map((letter) => kinds[letter]);
  room.append(tableSeats({ number: n + 1, seats, silent: n === 6, label: `Tafel ${n + 1}` }));
});
for (const [kind, word] of [["wrote", "schreef al"], ["joined", "nog stil"], ["offline", "zonder net"]]) {
  const item = document.createElement("span");
  item.append(seatKey(kind), word);
  document.getElementById("uitleg").append(item);
}
