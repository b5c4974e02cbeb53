
"use strict";
(() => {
  const root = document.documentElement;
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const one = (id) => document.getElementById(id);
  root.classList.add("js");

  /* Languages: the style shows one of them; what is no element is written anew. */
  const speak = (lang) => {
    root.dataset.lang = lang;
    root.lang = lang === "zh" ? "zh-CN" : "en";
    for (const node of all("[data-zh]")) {
      const words = node.dataset[lang];
      if (node.matches("input, select")) node.setAttribute("aria-label", words);
      if (node.matches("input")) node.placeholder = words;
      else if (node.matches("button[title]")) node.title = words;
      else if (!node.matches("select")) node.textContent = words;
    }
    one("tongue").lang = lang === "zh" ? "en" : "zh-CN";
    tell();
    clear();
  };

  /* Findings: each card with the table and the file it belongs to, each cell with its cards. */
  for (const cell of all("td.found")) cell.cards = cell.getAttribute("aria-describedby").trim().split(" ").map(one);
  const findings = all(".card").map((card) => ({
    card,
    severity: card.dataset.severity,
    rule: card.dataset.rule,
    category: card.closest(".table")?.dataset.category ?? "",
    file: card.closest(".file").dataset.file,
    text: (card.textContent + " " + (card.closest(".told")?.previousElementSibling?.textContent ?? "")).toLowerCase(),
  }));
  const shownOf = (cell) => cell.cards.filter((card) => !card.classList.contains("off"));

  /* Filters: what is not asked for loses its mark; a table without any finding left is put away. */
  const filters = ["rule", "category", "file"].map(one).filter(Boolean);
  const search = one("search");
  let shown = findings.length;
  const tell = () => {
    const out = one("shown");
    if (out) out.textContent = shown === findings.length ? `${shown}` : `${shown} / ${findings.length}`;
  };
  const sift = () => {
    const severities = new Set(all("input[name=severity]:checked").map((box) => box.value));
    const words = search.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    shown = 0;
    for (const finding of findings) {
      const kept = severities.has(finding.severity)
        && filters.every((filter) => !filter.value || finding[filter.id] === filter.value)
        && words.every((word) => finding.text.includes(word));
      finding.card.classList.toggle("off", !kept);
      shown += kept;
    }
    const sifted = shown !== findings.length;
    for (const cell of all("td[aria-describedby]")) {
      const left = shownOf(cell);
      const worst = ["error", "warning", "info"].find((severity) => left.some((card) => card.dataset.severity === severity));
      const joined = cell.classList.contains("joined");
      cell.className = [worst ? `found ${worst}` : "", joined ? "joined" : ""].join(" ").trim();
      if (!joined) cell.tabIndex = worst ? 0 : -1;
    }
    for (const told of all(".told")) {
      const empty = !told.querySelector(".card:not(.off)");
      told.classList.toggle("off", empty);
      told.previousElementSibling.classList.toggle("plain", empty);
    }
    for (const block of [...all(".table"), ...all(".file")]) {
      block.classList.toggle("off", sifted && !block.querySelector(".card:not(.off)"));
    }
    one("none").hidden = shown > 0 || !findings.length;
    hide();
    tell();
  };
  const reset = () => {
    for (const box of all("input[name=severity]")) box.checked = true;
    for (const filter of filters) filter.value = "";
    search.value = "";
    sift();
  };

  /* The card beside a cell: message, suggestion and reason, on hover, focus or click. */
  const pop = one("card");
  let at = null;
  let pinned = false;
  let waiting = 0;
  const hide = () => {
    at?.classList.remove("shown");
    at = null;
    pinned = false;
    pop.hidden = true;
  };
  const show = (cell) => {
    if (at === cell) return;
    hide();
    at = cell;
    cell.classList.add("shown");
    const list = document.createElement("ul");
    for (const card of shownOf(cell)) {
      const copy = card.cloneNode(true);
      copy.removeAttribute("id");
      const why = one(`rule-${card.dataset.rule}`)?.querySelector(".why");
      if (why) copy.append(why.cloneNode(true));
      list.append(copy);
    }
    pop.replaceChildren(list);
    pop.hidden = false;
    const box = cell.getBoundingClientRect();
    const left = Math.max(8, Math.min(box.left, root.clientWidth - pop.offsetWidth - 8));
    const below = box.bottom + pop.offsetHeight + 8 < root.clientHeight || box.top < pop.offsetHeight + 8;
    pop.style.left = `${left + scrollX}px`;
    pop.style.top = `${scrollY + (below ? box.bottom + 4 : box.top - pop.offsetHeight - 4)}px`;
  };
  const cellOf = (event) => event.target.closest?.("td.found");
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    clearTimeout(waiting);
    const cell = cellOf(event);
    if (cell && !pinned) waiting = setTimeout(show, 120, cell);
    else if (!pinned && at && !event.target.closest("#card")) waiting = setTimeout(hide, 250);
  });
  document.addEventListener("focusin", (event) => {
    const cell = cellOf(event);
    if (cell) show(cell);
    else if (!event.target.closest("#card")) hide();
  });
  document.addEventListener("click", (event) => {
    const cell = cellOf(event);
    if (cell) {
      show(cell);
      pinned = true;
    } else if (!event.target.closest("#card")) hide();
  });

  /* From finding to finding, and to what a link of a chart means. */
  const step = (way) => {
    const stops = all("td.found:not(.joined), .loose .card:not(.off)").filter((stop) => stop.offsetParent !== null);
    if (!stops.length) return;
    const here = stops.indexOf(document.activeElement);
    const next = stops[here < 0 ? (way > 0 ? 0 : stops.length - 1) : (here + way + stops.length) % stops.length];
    if (next.matches(".card")) next.tabIndex = -1;
    next.scrollIntoView({ block: "center" });
    next.focus({ preventScroll: true });
  };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return hide();
    if (event.ctrlKey || event.altKey || event.metaKey || event.target.matches("input[type=search], select")) return;
    const way = { j: 1, k: -1 }[event.key.toLowerCase()];
    if (way) step(way);
    else if (event.key === "/" && search) search.focus();
    else if ((event.key === "Enter" || event.key === " ") && cellOf(event)) {
      show(cellOf(event));
      pinned = true;
    } else return;
    event.preventDefault();
  });
  for (const link of all(".charts a")) {
    link.addEventListener("click", (event) => {
      const filter = one(link.dataset.kind);
      if (!filter) return;
      event.preventDefault();
      filter.value = filter.value === link.dataset.value ? "" : link.dataset.value;
      sift();
      one("tables").scrollIntoView();
    });
  }

  /* What is scrolled to must not lie under the bar of filters. */
  const bar = document.querySelector(".filters");
  const clear = () => {
    const sticks = bar && getComputedStyle(bar).position === "sticky";
    root.style.scrollPaddingTop = sticks ? `${bar.offsetHeight + 12}px` : "0";
  };
  addEventListener("resize", clear);
  clear();

  one("tongue").addEventListener("click", () => speak(root.dataset.lang === "zh" ? "en" : "zh"));
  one("print").addEventListener("click", () => print());
  addEventListener("beforeprint", () => all("details").forEach((part) => { part.open = true; }));
  if (search) {
    for (const box of all("input[name=severity]")) box.addEventListener("change", sift);
    for (const filter of filters) filter.addEventListener("change", sift);
    search.addEventListener("input", sift);
    one("bare").addEventListener("change", (event) => root.classList.toggle("bared", event.target.checked));
    one("open").addEventListener("change", (event) => { root.classList.toggle("opened", event.target.checked); hide(); });
    one("before").addEventListener("click", () => step(-1));
    one("after").addEventListener("click", () => step(1));
    one("reset").addEventListener("click", reset);
  }
  for (const line of all(".line")) if (!line.nextElementSibling?.matches(".told")) line.classList.add("plain");
  speak(root.dataset.lang);
})();
