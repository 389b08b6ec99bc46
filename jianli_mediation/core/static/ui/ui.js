// 没有脚本，每一页也必须能用：脚本只省按键，不承担规则。
const $ = (s, el = document) => el.querySelector(s);
const $$ = (s, el = document) => [...el.querySelectorAll(s)];
const say = text => { const line = $("#say"); if (line) line.textContent = text; };

document.documentElement.classList.add("js");
const revealScripted = el => $$("[data-remove][hidden]", el).forEach(b => { b.hidden = false; });
revealScripted(document);

// ── 键盘 ──
// Ctrl+Enter 按页上那个实心按钮；Alt+字母按带 data-key 的；F8 去下一处要改的，先红后黄。
const problems = () => [
  ...$$(".bad input:not([type=hidden]), .bad select, .bad textarea, .findings > .red :is(a, button)"),
  ...$$(".warned input, .warned select, .warned textarea, .findings > li:not(.red):not(.pass) :is(a, button)"),
].filter(el => el.offsetParent !== null);

function nextProblem(e) {
  const all = problems();
  if (!all.length) return;
  e.preventDefault();
  all[(all.indexOf(document.activeElement) + 1) % all.length].focus();
}

const pressable = el => el && !el.disabled && el.getAttribute("aria-disabled") !== "true";

function withModifier(e) {
  if (e.ctrlKey && e.key === "Enter") {
    const box = $("dialog[open]");
    const button = box ? $("button[type=submit]", box) : $("[data-submit]");
    if (pressable(button)) { e.preventDefault(); button.click(); }
    return true;
  }
  const letter = /^Key([A-Z])$/.exec(e.code || "");
  if (e.altKey && !e.ctrlKey && letter) {
    const button = $(`[data-key="${letter[1].toLowerCase()}"]`);
    if (pressable(button)) { e.preventDefault(); button.click(); }
    return true;
  }
  return e.ctrlKey || e.altKey || e.metaKey;
}

// 单键：/ 查找，? 按键一览，j k 上下行；页面自己的单键写 data-press。可在“我的账号”里关掉。
function moveRow(step) {
  const rows = $$("[data-rows] tr:not(.group)");
  if (!rows.length) return false;
  const at = rows.findIndex(row => row.getAttribute("aria-selected") === "true");
  const to = Math.max(0, Math.min(rows.length - 1, at + step));
  rows.forEach((row, n) => row.setAttribute("aria-selected", String(n === to)));
  rows[to].scrollIntoView({ block: "nearest" });
  $("a", rows[to])?.focus({ preventScroll: true });
  return true;
}

function singleKey(e) {
  if (document.body.dataset.singleKeys === "off") return;
  if (e.target.closest("input, select, textarea, dialog, [contenteditable]")) return;
  if (e.key === "/") { e.preventDefault(); $("#q")?.select(); return; }
  if (e.key === "?") { e.preventDefault(); $("#keys")?.showModal(); return; }
  if ((e.key === "j" || e.key === "k") && moveRow(e.key === "j" ? 1 : -1)) { e.preventDefault(); return; }
  if (e.key.length === 1) {
    const button = $(`[data-press="${CSS.escape(e.key.toLowerCase())}"]`);
    if (pressable(button)) { e.preventDefault(); button.click(); }
  }
}

// 长表里按回车是去下一格，不是递交：递交用 Ctrl+Enter 或者点按钮。
function nextField(e) {
  const field = e.target;
  if (e.key !== "Enter" || !field.matches?.("form[data-draft] :is(input, select)") || /^(submit|button|file)$/.test(field.type)) return false;
  const all = $$("input:not([type=hidden]), select, textarea, [data-submit]", field.form).filter(el => el.offsetParent !== null && !el.readOnly);
  e.preventDefault();
  all[all.indexOf(field) + 1]?.focus();
  return true;
}

document.addEventListener("keydown", e => {
  if (e.isComposing) return;
  if (e.key === "Escape") document.activeElement?.closest(".def")?.blur();
  if (e.key === "F8") { nextProblem(e); return; }
  if (!withModifier(e) && !nextField(e)) singleKey(e);
});

// 退回来的表：焦点放在第一处要改的地方。
function focusFirstProblem() {
  const link = $("[data-first-problem]");
  if (!link) return;
  const field = document.getElementById(link.hash.slice(1));
  const target = field?.matches("fieldset") ? $("input", field) : field;
  target?.focus();
}
focusFirstProblem();

// ── 对话框 ──
document.addEventListener("click", e => {
  const opener = e.target.closest("[data-open]");
  if (opener) { e.preventDefault(); document.getElementById(opener.dataset.open)?.showModal(); return; }
  if (e.target.closest("[data-close]")) { e.preventDefault(); e.target.closest("dialog")?.close(); }
});

// ── 显示被遮盖的号码：先问理由，服务器记一笔，一分钟后自动遮回 ──
const MASK_AFTER = 60000;

function show(button, value) {
  const target = document.getElementById(button.dataset.reveal), masked = target.textContent;
  target.textContent = value;
  button.hidden = true;
  say("号码已显示，一分钟后自动遮回");
  setTimeout(() => { target.textContent = masked; button.hidden = false; }, MASK_AFTER);
}

async function askReason(button) {
  const box = $("#reveal"), form = $("form", box), problem = $("[data-reveal-problem]", box);
  form.reset();
  problem.hidden = true;
  box.showModal();
  form.onsubmit = async e => {
    e.preventDefault();
    const answer = await post(button.dataset.url, new FormData(form));
    if (answer.ok) { box.close(); show(button, answer.data.value); return; }
    problem.textContent = answer.data.detail || "没有显示：连不上服务器，请稍后再试。";
    problem.hidden = false;
  };
}

document.addEventListener("click", e => {
  const button = e.target.closest("[data-reveal]");
  if (button && $("#reveal")) { e.preventDefault(); askReason(button); }
});

async function post(url, body) {
  try {
    const reply = await fetch(url, { method: "POST", body, headers: { "X-Requested-With": "fetch", Accept: "application/json" } });
    const data = await reply.json().catch(() => ({}));
    return { ok: reply.ok, status: reply.status, data };
  } catch {
    return { ok: false, status: 0, data: {} };
  }
}

// ── 加一行、移除一行 ──
function renumber(box) {
  $$("[data-number]", box).filter(cell => cell.offsetParent !== null).forEach((cell, n) => { cell.firstChild.data = String(n + 1); });
}

const firstField = row => $$("input:not([type=hidden]), select, textarea", row).find(el => el.offsetParent !== null);

function addRow(button) {
  const template = document.getElementById(button.dataset.add), prefix = button.dataset.formset;
  const total = prefix && $(`[name="${prefix}-TOTAL_FORMS"]`), n = total ? Number(total.value) : 0;
  const copy = document.createElement("template");
  copy.innerHTML = template.innerHTML.replaceAll("__prefix__", String(n));
  revealScripted(copy.content);
  const row = copy.content.firstElementChild;
  template.before(copy.content);
  if (total) total.value = String(n + 1);
  window.htmx?.process(row);
  renumber(row.parentElement);
  firstField(row)?.focus();
  row.dispatchEvent(new Event("change", { bubbles: true }));
}

function removeRow(button) {
  const row = button.closest(".item, tr"), tick = $("input[name$=-DELETE]", row), box = row.parentElement;
  if (tick) { tick.checked = true; row.classList.add("gone"); } else row.remove();
  renumber(box);
  (tick || box).dispatchEvent(new Event("change", { bubbles: true }));
  const left = $$(":scope > .item:not(.gone), :scope > tr:not(.gone)", box).pop();
  (left && firstField(left))?.focus();
}

document.addEventListener("click", e => {
  const add = e.target.closest("[data-add]"), remove = e.target.closest("[data-remove]");
  if (add) { e.preventDefault(); addRow(add); }
  if (remove) { e.preventDefault(); removeRow(remove); }
});

// ── 只递交一次 ──
document.addEventListener("submit", e => {
  const form = e.target;
  if (!form.matches("[data-once]")) return;
  if (form.dataset.sent) { e.preventDefault(); return; }
  form.dataset.sent = "yes";
  const button = e.submitter;
  if (button) setTimeout(() => { button.disabled = true; button.setAttribute("aria-busy", "true"); });
});
addEventListener("pageshow", e => {
  if (!e.persisted) return;
  $$("form[data-sent]").forEach(form => {
    delete form.dataset.sent;
    $$("[aria-busy]", form).forEach(button => { button.disabled = false; button.removeAttribute("aria-busy"); });
  });
});

// ── 活的区域：换上以后只念一句总数，不整段念 ──
document.addEventListener("htmx:afterSwap", e => {
  const spoken = e.target.matches?.("[data-say]") ? e.target : $("[data-say]", e.target);
  if (spoken) say(spoken.dataset.say);
});

// ── 打印要留痕 ──
addEventListener("beforeprint", () => {
  const url = document.body.dataset.printedUrl, token = $("[name=csrfmiddlewaretoken]");
  if (!url || !token) return;
  const body = new FormData();
  body.append("csrfmiddlewaretoken", token.value);
  body.append("page", location.pathname);
  navigator.sendBeacon(url, body);
});
