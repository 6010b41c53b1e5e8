/* “Agree”: the recommended verdict is chosen and saved by one press, as if somebody had chosen it first. */

document.addEventListener(
  "click",
  (event) => {
    const button = event.target.closest?.(".fc-agree[value]");
    if (!button?.form) return;
    const choice = button.form.querySelector(`input[name=verdict][value="${CSS.escape(button.value)}"]`);
    if (choice) choice.checked = true;
  },
  true,
);
