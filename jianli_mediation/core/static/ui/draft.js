// 草稿自己存：改动以后 3 秒存一次。会话断了，提示在页上，写的不丢，登录后接着存。
const SAVE_AFTER = 3000, TRY_AGAIN = 10000, WARN_BEFORE = 120;
const sessionUrl = document.body.dataset.sessionUrl, idleSeconds = Number(document.body.dataset.idle || 0);
const drafts = new Map();

function note(form, kind, text, link) {
  let box = form.querySelector("[data-draft-note]");
  if (!text) { box?.remove(); return; }
  if (!box) {
    box = document.createElement("p");
    box.dataset.draftNote = "";
    box.setAttribute("role", "alert");
    (form.querySelector(".save-bar") || form).prepend(box);
  }
  if (box.dataset.draftNote === text) return;
  box.dataset.draftNote = text;
  box.className = `note ${kind}`;
  box.textContent = text;
  if (link) {
    const a = document.createElement("a");
    a.href = link.href; a.target = "_blank"; a.textContent = link.text;
    box.append("　", a);
  }
}

// 登录以后令牌会换，页上的也跟着换，不然存不进去也递不上去。
function renewTokens(token) {
  document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach(input => { input.value = token; });
  document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": token }));
}

async function session(method = "GET") {
  const headers = { "X-Requested-With": "fetch", Accept: "application/json" };
  const token = $("[name=csrfmiddlewaretoken]");
  if (method === "POST" && token) headers["X-CSRFToken"] = token.value;
  try {
    const reply = await fetch(sessionUrl, { method, headers });
    return reply.ok ? await reply.json() : { alive: false };
  } catch {
    return null;
  }
}

async function save(form) {
  const state = drafts.get(form);
  if (form.dataset.sent) return;
  if (state.lost) {
    const now = await session();
    if (now?.alive) renewTokens(now.token);
  }
  state.changed = false;
  const answer = await post(form.dataset.draftUrl, new FormData(form));
  if (form.dataset.sent) return;
  if (answer.ok) {
    state.lost = false;
    note(form);
    const line = form.querySelector("[data-draft-line]");
    if (line) line.textContent = `草稿已自动保存 ${answer.data.saved}，断电、退出都不会丢`;
    stillHere();
    return;
  }
  state.changed = state.lost = true;
  if (answer.status === 401 || answer.status === 403) {
    note(form, "amber", "已自动退出。写的都还在这一页，另开一页登录后自动再存。", { href: answer.data.login || "/login/", text: "登录" });
  } else {
    note(form, "red", answer.data.detail || "没有保存。网络断了，写的还在这一页，连上后自动再存。");
  }
  later(form, TRY_AGAIN);
}

function later(form, wait = SAVE_AFTER) {
  const state = drafts.get(form);
  clearTimeout(state.timer);
  state.timer = setTimeout(save, wait, form);
}

document.querySelectorAll("form[data-draft]").forEach(form => {
  drafts.set(form, { changed: false, lost: false, timer: 0 });
  const touched = () => {
    const state = drafts.get(form);
    state.changed = true;
    if (!state.lost) later(form);   // 断了的，自己有重试的钟
  };
  form.addEventListener("input", touched);
  form.addEventListener("change", touched);
  form.addEventListener("submit", () => clearTimeout(drafts.get(form).timer));
});

addEventListener("pagehide", () => drafts.forEach((state, form) => {
  if (state.changed && !state.lost && !form.dataset.sent) navigator.sendBeacon(form.dataset.draftUrl, new FormData(form));
}));

// ── 快到自动退出的时候说一声；到了就去登录页，写着字的页面留着 ──
let idleTimer = 0;

function stillHere() {
  document.querySelector("[data-idle-note]")?.remove();
  clearTimeout(idleTimer);
  if (idleSeconds && sessionUrl) idleTimer = setTimeout(warnIdle, (idleSeconds - WARN_BEFORE) * 1000);
}

function warnIdle() {
  const box = document.createElement("div"), button = document.createElement("button");
  box.className = "toast fixed";
  box.setAttribute("role", "alert");
  box.dataset.idleNote = "";
  box.textContent = "还有 2 分钟自动退出。";
  button.type = "button"; button.className = "btn s"; button.textContent = "接着用";
  button.addEventListener("click", async () => { if ((await session("POST"))?.alive) stillHere(); });
  box.append(button);
  document.body.append(box);
  idleTimer = setTimeout(endIdle, WARN_BEFORE * 1000 + 1000);
}

async function endIdle() {
  const now = await session();
  if (now?.alive) { stillHere(); return; }
  const unsaved = [...drafts.values()].some(state => state.changed || state.lost);
  if (now && !unsaved) location.assign(`${now.login}?next=${encodeURIComponent(location.pathname + location.search)}`);
}

stillHere();
document.addEventListener("htmx:afterRequest", e => { if (e.detail.successful) stillHere(); });
document.addEventListener("htmx:responseError", e => {
  if (e.detail.xhr.status === 401) drafts.forEach((state, form) => { state.changed = state.lost = true; later(form, 0); });
});
