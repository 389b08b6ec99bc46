// 清单：选了就筛；“打印清单”打开整份以后直接打印。
document.addEventListener("change", e => e.target.closest("form[data-choose]")?.requestSubmit());
addEventListener("hashchange", () => { if (location.hash === "#print") print(); });
// 日程：← → 翻一周、一天。
document.addEventListener("keydown", e => {
  const to = { ArrowLeft: "prev", ArrowRight: "next" }[e.key];
  if (!to || e.ctrlKey || e.altKey || e.metaKey || e.shiftKey || document.body.dataset.singleKeys === "off") return;
  if (e.target.closest("input, select, textarea, dialog, .scroll:focus")) return;
  document.querySelector(`[data-turn] [rel="${to}"]`)?.click();
});
if (location.hash === "#print") addEventListener("load", () => print());
