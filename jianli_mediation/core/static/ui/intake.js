// 收案登记：查出来的结果写到格子上，名字跟着改。只省按键，不承担规则。
(() => {
const sheet = $("form[data-fields]");
if (!sheet) return;

// 改过的格子，上次递交时的红字不再算数；要不要再红，由服务器下一次说。
function forget(field) {
  const box = field.closest(".bad");
  if (!box) return;
  box.classList.remove("bad");
  field.removeAttribute("aria-invalid");
  document.getElementById(`${field.id}_error`)?.remove();
  const left = $$(".bad", sheet).length, link = $("[data-first-problem]", sheet);
  if (link && left) link.textContent = `还有 ${left} 处要改`; else link?.parentElement.remove();
}
sheet.addEventListener("input", e => forget(e.target));

// 答复说的是递去查的那个写法；递去以后又改了的，不能换回旧的。
let asked = null;
sheet.addEventListener("htmx:beforeRequest", e => {
  if (e.detail.elt === sheet) asked = new Map($$("input", sheet).map(field => [field.name, field.value]));
});
const unchanged = field => !asked || asked.get(field.name) === field.value;

// 服务器查过的：红的框成红的，规整过的写法换上去（正在打字的不动）。
function settle(region) {
  const field = $("input", region.parentElement), box = field?.closest(".f");
  if (!box) return;
  const bad = Boolean($(".err", region));
  box.classList.toggle("bad", bad || Boolean($(".err", box)));
  box.classList.toggle("warned", !bad && Boolean($(".warn", region)));
  if (bad) field.setAttribute("aria-invalid", "true"); else if (!$(".err", box)) field.removeAttribute("aria-invalid");
  const normal = region.dataset.normal;
  if (normal && unchanged(field) && field !== document.activeElement && field.value.trim() && field.value !== normal) field.value = normal;
}
$$("[data-live]", sheet).forEach(settle);
document.addEventListener("htmx:oobAfterSwap", e => { if (e.target.matches?.("[data-live]")) settle(e.target); });

// 当事人改了名、改了地位：标题和“代理谁”跟着改。
function names() {
  const items = $$("[data-party]:not(.gone)", sheet).filter(item => !item.dataset.party.includes("__"));
  const choices = items.map((item, n) => {
    const role = $("select[name$=-role]", item), title = $("[data-role]", item);
    title.textContent = role.selectedOptions[0].textContent;
    return [item.dataset.party.replace("parties-", ""), `第 ${n + 1} 人　${$("input[name$=-name]", item).value}`];
  });
  $$("[data-agent] select[name$=-party]", sheet).forEach(select => {
    const chosen = select.value;
    select.replaceChildren(...choices.map(([value, text]) => new Option(text, value, false, value === chosen)));
  });
}
sheet.addEventListener("change", names);
names();
})();
