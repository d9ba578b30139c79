// Shows a question only to those of whom it is asked. Without it all are shown, and say of whom they are asked.
"use strict";

for (const form of document.querySelectorAll("form:has(.question)")) {
  const questions = [...form.querySelectorAll(".question")].filter(
    (one) => one.dataset.tickets || one.dataset.after,
  );
  if (questions.length) {
    for (const one of questions) {
      one.querySelector(".question-for")?.remove();
    }
    const update = () => questions.forEach((one) => show(one, isAsked(form, one)));
    form.addEventListener("change", update);
    update();
  }
}

function isAsked(form, question) {
  const tickets = JSON.parse(question.dataset.tickets ?? "[]");
  const named = chosen(form, "ticket");
  // Where there is no choice of tickets the server has left out what is not asked.
  if (tickets.length && form.elements.ticket && !tickets.some((key) => named.includes(key) || heldMeanwhile(form, key))) {
    return false;
  }
  if (!question.dataset.after) {
    return true;
  }
  const name = `question-${question.dataset.after}`;
  const other = form.querySelector(`[name="${CSS.escape(name)}"]`)?.closest(".question");
  const wanted = JSON.parse(question.dataset.answers);
  return Boolean(other) && !other.hidden && chosen(form, name).some((answer) => wanted.includes(answer));
}

function heldMeanwhile(form, key) {
  return chosen(form, "meanwhile").includes(key);
}

function chosen(form, name) {
  const field = `[name="${CSS.escape(name)}"]`;
  return [...form.querySelectorAll(`${field}:checked, ${field}[type="hidden"]`)].map((one) => one.value);
}

// What is typed stays, also in a question that is hidden for now: the server takes no answer that it did not ask.
function show(question, asked) {
  question.hidden = !asked && !question.querySelector(".field-wrong");
}
