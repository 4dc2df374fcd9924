/* Filter and sort for the tables of a page that are in a .matrix with data-table; one form serves them all.
   The state is the page's query, so that a view can be shared. */
(() => {
  "use strict";
  const levels = ["built-in", "official", "third-party", "none"];
  const supportChoices = [["", "any support"], ["built-in", "built in"], ["official", "built in or official"],
    ["third-party", "built in, official or third party"]];
  const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

  const make = (tag, attributes, ...children) => {
    const element = Object.assign(document.createElement(tag), attributes);
    element.append(...children);
    return element;
  };
  const textOf = (cell) => (cell ? cell.textContent.trim() : "");
  const keyOf = (head) => head.dataset.framework || head.dataset.key
    || textOf(head).toLowerCase().replace(/[^a-z0-9]+/g, "-");

  function instrument(boxes) {
    const heads = boxes.map((box) => [...box.querySelectorAll("thead th")]);
    const rows = boxes.map((box) => [...box.querySelectorAll("tbody tr")]);
    const frameworks = new Map();
    for (const head of heads.flat()) if (head.dataset.framework) frameworks.set(head.dataset.framework, textOf(head));
    const rated = boxes.map((box) => Boolean(box.querySelector("[data-support]")));
    let typing = false;

    const checks = [...frameworks].map(([slug]) => make("input", { type: "checkbox", value: slug }));
    const support = make("select", {}, ...supportChoices.map(([value, text]) => make("option", { value }, text)));
    const query = make("input", { type: "search", autocomplete: "off" });
    const count = make("output", {});
    count.setAttribute("aria-live", "polite");
    const form = make("form", { className: "table-tools" });
    form.setAttribute("aria-label", "Filter what the tables show");
    if (checks.length) {
      form.append(make("fieldset", {}, make("legend", {}, "Show"), ...checks.map((check) => {
        const label = make("label", {}, check, make("span", {}, frameworks.get(check.value)));
        label.dataset.framework = check.value;
        return label;
      })));
    }
    if (rated.includes(true)) form.append(make("label", {}, "Only with", support));
    form.append(make("label", {}, "Containing", query), make("button", { type: "reset" }, "Reset"), count);

    const read = () => {
      const params = new URL(location).searchParams;
      const get = (key) => params.get(key);
      const shown = get("frameworks");
      return {
        shown: shown === null ? [...frameworks.keys()] : shown.split(","),
        support: supportChoices.some(([value]) => value === get("support")) ? get("support") : "",
        q: get("q") || "", sort: get("sort") || "", dir: get("dir") === "desc" ? "desc" : "asc",
      };
    };
    let state = read();

    const write = (fromTyping) => {
      const url = new URL(location);
      const set = (key, value) => (value ? url.searchParams.set(key, value) : url.searchParams.delete(key));
      const all = state.shown.length === frameworks.size;
      set("frameworks", all ? "" : state.shown.join(",") || "none");
      set("support", state.support);
      set("q", state.q);
      set("sort", state.sort);
      set("dir", state.sort && state.dir === "desc" ? "desc" : "");
      url.search = url.search.replaceAll("%2C", ",");
      const place = { x: scrollX, y: scrollY };
      history.replaceState(place, "");
      history[fromTyping && typing ? "replaceState" : "pushState"](place, "", url);
      typing = fromTyping;
    };

    const show = () => {
      for (const check of checks) check.checked = state.shown.includes(check.value);
      support.value = state.support;
      if (query.value !== state.q) query.value = state.q;
      const words = state.q.toLowerCase().split(/\s+/).filter(Boolean);
      let total = 0;
      let visible = 0;
      boxes.forEach((box, index) => {
        const off = heads[index].map((head) => Boolean(head.dataset.framework) && !state.shown.includes(head.dataset.framework));
        heads[index].forEach((head, column) => {
          head.hidden = off[column];
          if (state.sort === keyOf(head)) head.setAttribute("aria-sort", state.dir === "desc" ? "descending" : "ascending");
          else head.removeAttribute("aria-sort");
        });
        const column = heads[index].findIndex((head) => keyOf(head) === state.sort);
        const value = (row) => {
          const cell = row.cells[column];
          return cell ? cell.dataset.sort ?? textOf(cell) : "";
        };
        const sign = state.dir === "desc" ? -1 : 1;
        const order = column < 0 ? rows[index]
          : [...rows[index]].sort((a, b) => sign * collator.compare(value(a), value(b)));
        for (const row of order) {
          const cells = [...row.cells];
          cells.forEach((cell, at) => {
            cell.hidden = off[at];
            if (heads[index][at].dataset.framework) cell.dataset.name = textOf(heads[index][at]);
          });
          const text = textOf(row).toLowerCase();
          const enough = !state.support || !rated[index] || cells.every((cell, at) => off[at] || !heads[index][at].dataset.framework
            || (cell.dataset.support && levels.indexOf(cell.dataset.support) <= levels.indexOf(state.support)));
          row.hidden = !(enough && words.every((word) => text.includes(word)));
          total += 1;
          visible += row.hidden ? 0 : 1;
          row.parentNode.append(row);
        }
      });
      count.value = `${visible} of ${total} rows${frameworks.size ? `, ${checks.filter((check) => check.checked).length} of ${frameworks.size} frameworks` : ""}`;
    };

    const change = (changes, fromTyping = false) => {
      state = { ...state, ...changes };
      write(fromTyping);
      show();
    };
    form.addEventListener("change", ({ target }) => {
      if (checks.includes(target)) change({ shown: checks.filter((check) => check.checked).map((check) => check.value) });
      else if (target === support) change({ support: support.value });
    });
    query.addEventListener("input", () => change({ q: query.value }, true));
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", (event) => {
      event.preventDefault();
      change({ shown: [...frameworks.keys()], support: "", q: "", sort: "", dir: "asc" });
    });
    for (const head of heads.flat()) {
      const button = make("button", { type: "button", className: "matrix__sort" }, ...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const key = keyOf(head);
        if (state.sort !== key) change({ sort: key, dir: "asc" });
        else if (state.dir === "asc") change({ dir: "desc" });
        else change({ sort: "", dir: "asc" });
      });
    }
    boxes[0].prepend(form);
    show();
    return () => { state = read(); typing = false; show(); };
  }

  let restore = () => {};
  document$.subscribe(() => {
    const boxes = [...document.querySelectorAll(".matrix[data-table]")];
    restore = boxes.length ? instrument(boxes) : () => {};
  });
  addEventListener("popstate", () => restore());
})();
