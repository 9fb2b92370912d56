// Whether a shell would wait for more: an open quote, a here-document without its end, a backslash at the end.
const HERE = /(?<![<\\])<<(-?)\s*(['"]?)([A-Za-z_][A-Za-z0-9_]*)\2/;

function openQuote(text) {
  let quote = "";
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at];
    if (letter === "\\" && quote !== "'") at += 1;
    else if (quote) quote = letter === quote ? "" : quote;
    else if (letter === "'" || letter === '"') quote = letter;
  }
  return quote;
}

export function isUnfinished(text) {
  const lines = text.split("\n");
  let start = 0;
  for (let at = 0; at < lines.length; at += 1) {
    const command = lines.slice(start, at + 1).join("\n");
    if (command.trimStart().startsWith("#")) {
      start = at + 1;
      continue;
    }
    if (openQuote(command) || (command.endsWith("\\") && !command.endsWith("\\\\"))) {
      if (at === lines.length - 1) return true;
      continue;
    }
    const here = HERE.exec(lines[at]);
    if (here && !openQuote(lines[at].slice(0, here.index))) {
      const isEnd = (line) => (here[1] ? line.replace(/^\t+/, "") : line) === here[3];
      const length = lines.slice(at + 1).findIndex(isEnd);
      if (length < 0) return true;
      at += length + 1;
    }
    start = at + 1;
  }
  return false;
}
