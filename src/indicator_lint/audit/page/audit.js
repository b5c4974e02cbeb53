"use strict";
(() => {
  const root = document.documentElement;
  root.classList.add("js", "opened");
  const table = document.querySelector(".overview table");
  const rows = [...table.tBodies[0].rows];
  const search = document.getElementById("search");
  const shown = document.getElementById("shown");
  const boxes = [...document.querySelectorAll('input[name="grade"]')];

  const filter = () => {
    const wanted = search.value.trim().toLowerCase();
    const grades = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
    let count = 0;
    for (const row of rows) {
      const fits = grades.has(row.dataset.grade) && row.dataset.name.toLowerCase().includes(wanted);
      row.hidden = !fits;
      const section = document.getElementById(`d${row.dataset.number}`);
      if (section) section.hidden = !fits;
      count += fits ? 1 : 0;
    }
    shown.textContent = `${count} / ${rows.length}`;
  };

  const valueOf = (row, index) => {
    const text = row.cells[index].dataset.value ?? row.cells[index].textContent.trim();
    const number = Number(text);
    return text !== "" && !Number.isNaN(number) ? number : text;
  };

  const compare = (a, b) => {
    if (typeof a === typeof b) return typeof a === "number" ? a - b : a.localeCompare(b, "zh-Hans-CN");
    return typeof a === "number" ? -1 : 1;
  };

  for (const [index, head] of [...table.tHead.rows[0].cells].entries()) {
    if (!head.hasAttribute("aria-sort")) continue;
    const sort = () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      for (const other of table.tHead.rows[0].cells) if (other.hasAttribute("aria-sort")) other.setAttribute("aria-sort", "none");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      rows.sort((a, b) => (down ? -1 : 1) * compare(valueOf(a, index), valueOf(b, index)));
      table.tBodies[0].append(...rows);
    };
    head.tabIndex = 0;
    head.addEventListener("click", sort);
    head.addEventListener("keydown", (event) => { if (event.key === "Enter") sort(); });
  }

  const open = () => {
    const section = location.hash.startsWith("#d") ? document.getElementById(location.hash.slice(1)) : null;
    if (section) section.open = true;
  };
  window.addEventListener("hashchange", open);
  for (const box of boxes) box.addEventListener("change", filter);
  search.addEventListener("input", filter);
  document.getElementById("print").addEventListener("click", () => window.print());
  open();
  filter();
})();
