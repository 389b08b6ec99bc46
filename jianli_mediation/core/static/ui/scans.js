/* 收存扫描件：拖进来、一次选几个，一行一个文件。没有脚本时，逐行选文件照样能办。 */
"use strict";
(() => {
  const box = document.querySelector("[data-scan-rows]"), zone = document.querySelector("[data-drop]");
  if (!box || !zone) return;
  const more = document.querySelector("[data-more]"), add = more.querySelector("[data-add]");
  const most = Number(document.querySelector('[name="scan-MAX_NUM_FORMS"]').value);
  const total = document.querySelector('[name="scan-TOTAL_FORMS"]');
  const inputs = () => [...box.querySelectorAll(":scope > [data-scan-row] input[type=file]")];
  zone.hidden = more.hidden = false;

  const name = file => file.name.replace(/\.[^.]+$/, "");
  function free() {
    const empty = inputs().find(input => !input.files.length);
    if (empty) return empty;
    if (Number(total.value) >= most) return null;
    add.click();
    return inputs().pop();
  }
  function spread(files) {
    for (const file of files) {
      const input = free();
      if (!input) { document.getElementById("say").textContent = `一次最多 ${most} 个文件，其余的下一次再选。`; return; }
      const one = new DataTransfer();
      one.items.add(file);
      input.files = one.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }

  box.addEventListener("change", e => {
    const row = e.target.closest("[data-scan-row]");
    if (!row) return;
    const title = row.querySelector("[name$=-title]"), kind = row.querySelector("[name$=-kind]");
    if (e.target.type === "file" && e.target.files.length && !title.value) title.value = name(e.target.files[0]).slice(0, title.maxLength);
    if (e.target.name?.endsWith("-paper") && e.target.value && !kind.value) kind.value = "signed";
  });
  document.querySelector("[data-several]").addEventListener("change", e => { spread(e.target.files); e.target.value = ""; });
  ["dragenter", "dragover"].forEach(kind => zone.addEventListener(kind, e => { e.preventDefault(); zone.classList.add("over"); }));
  ["dragleave", "drop"].forEach(kind => zone.addEventListener(kind, () => zone.classList.remove("over")));
  zone.addEventListener("drop", e => { e.preventDefault(); spread(e.dataTransfer.files); });
  add.addEventListener("click", () => { more.hidden = Number(total.value) >= most; });
})();
