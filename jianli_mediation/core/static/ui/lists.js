// 清单：选了就筛；“打印清单”打开整份以后直接打印。
document.addEventListener("change", e => e.target.closest("form[data-choose]")?.requestSubmit());
if (location.hash === "#print") addEventListener("load", () => print());
