/* Framework tabs that have an address, and repairs to what the theme leaves out for keyboards and screen readers. */
(() => {
  "use strict";
  const slugs = { django: "django", "django rest framework": "drf", drf: "drf", flask: "flask",
    fastapi: "fastapi", tornado: "tornado", sanic: "sanic" };
  const tables = new URL("tables.js", document.currentScript.src).href;
  const inputOf = (label) => document.getElementById(label.htmlFor);

  /* A part that scrolls must take the focus; one that does not should not. */
  const watchWidth = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      const scrolls = target.scrollWidth > target.clientWidth + 1;
      if (!target.matches(".matrix__scroll")) {
        for (const [name, value] of [["tabindex", "0"], ["role", "region"], ["aria-label", target.dataset.name]]) {
          if (scrolls) target.setAttribute(name, value); else target.removeAttribute(name);
        }
      }
    }
  });

  document$.subscribe(() => {
    if (document.querySelector("[data-table]") && ![...document.scripts].some((script) => script.src === tables)) {
      document.body.append(Object.assign(document.createElement("script"), { src: tables }));
    }
    for (const label of document.querySelectorAll(".tabbed-labels > label")) {
      const slug = slugs[label.textContent.trim().toLowerCase()];
      if (slug) label.dataset.framework = slug;
    }
    const wanted = new URL(location).searchParams.get("framework");
    if (/^[a-z]+$/.test(wanted)) {
      for (const label of document.querySelectorAll(`.tabbed-labels > label[data-framework="${wanted}"]`)) {
        inputOf(label).checked = true;
        __md_set("__tabs", [...new Set([label.textContent.trim(), ...(__md_get("__tabs") || [])])]);
      }
    }
    for (const label of document.querySelectorAll(".md-nav__container > label")) {
      label.setAttribute("aria-label", `Pages of ${label.previousElementSibling.textContent.trim()}`);
    }
    for (const bar of document.querySelectorAll(".md-code__nav")) bar.setAttribute("role", "none");
    let number = 0;
    for (const box of document.querySelectorAll(".md-typeset__scrollwrap, .md-typeset pre > code")) {
      number += 1;
      box.dataset.name = box.matches("code") ? `Code ${number}, scrolls sideways` : `Table ${number}, scrolls sideways`;
      watchWidth.observe(box);
    }
    for (const box of document.querySelectorAll(".matrix__scroll")) {
      box.addEventListener("scroll", () => box.classList.toggle("is-scrolled", box.scrollLeft > 0), { passive: true });
    }
  });

  addEventListener("change", ({ target }) => {
    if (!target.matches(".tabbed-set > input")) return;
    const { framework } = document.querySelector(`label[for="${target.id}"]`).dataset;
    if (!framework) return;
    const url = new URL(location);
    url.searchParams.set("framework", framework);
    if (url.hash.startsWith("#__tabbed_")) url.hash = "";
    history.replaceState(history.state, "", url);
  });
})();
