// Lets an authenticator make a passkey, or answer with one, and sends what it says with the form. The only
// script that a page cannot do without: there is no other way to a passkey. Without it nothing of the page
// breaks; the form then says what to do.
"use strict";

const toBytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (character) => character.charCodeAt(0));

const toText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");

const described = (credentials) => (credentials || []).map((one) => ({ ...one, id: toBytes(one.id) }));

async function optionsFor(form) {
  const body = new URLSearchParams({ csrf_token: form.elements.csrf_token.value });
  const response = await fetch(form.dataset.options, { method: "POST", body, credentials: "same-origin" });
  if (!response.ok || response.redirected) {
    throw new Error("the page was open for too long");
  }
  const options = await response.json();
  options.challenge = toBytes(options.challenge);
  options.excludeCredentials = described(options.excludeCredentials);
  options.allowCredentials = described(options.allowCredentials);
  if (options.user) {
    options.user.id = toBytes(options.user.id);
  }
  return options;
}

function written(credential) {
  const { response } = credential;
  const told = { clientDataJSON: toText(response.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) {
      told[name] = toText(response[name]);
    }
  }
  if (response.getTransports) {
    told.transports = response.getTransports();
  }
  return JSON.stringify({
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment || undefined,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: told,
  });
}

async function ask(form) {
  const publicKey = await optionsFor(form);
  return form.dataset.passkey === "create"
    ? navigator.credentials.create({ publicKey })
    : navigator.credentials.get({ publicKey });
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  form.addEventListener("submit", async (event) => {
    const name = form.elements.namedItem("name");
    if (name && !name.value.trim()) {
      return; // the server says what is missing
    }
    event.preventDefault();
    const problem = form.querySelector("[data-passkey-problem]");
    problem.hidden = true;
    try {
      form.elements.credential.value = written(await ask(form));
    } catch {
      problem.hidden = false; // refused, cancelled, or there is no authenticator: all are said alike
      return;
    }
    form.submit();
  });
}
