// The problems listed on the page, as places in the editor's text. The page is the only source of them.
export function problemsIn(doc, source) {
  const listed = document.querySelectorAll(`[data-problem][data-source="${source}"][data-line]`);
  return [...listed].map((element) => {
    const { line, column, endLine, endColumn, message } = element.dataset;
    const from = position(doc, line, column);
    const to = endLine ? position(doc, endLine, endColumn) : from;
    const end = doc.lineAt(from).to;
    return {
      from: from === end && to <= from ? doc.lineAt(from).from : from,
      to: to > from ? to : end,
      severity: "error",
      message,
    };
  }).sort((a, b) => a.from - b.from);
}

function position(doc, lineText, columnText) {
  const line = doc.line(Math.min(Math.max(Number(lineText) || 1, 1), doc.lines));
  return Math.min(line.from + Math.max((Number(columnText) || 1) - 1, 0), line.to);
}
