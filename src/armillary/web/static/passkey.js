// Forms that ask a passkey: <form hidden data-passkey="get|create" data-options="{...}">.
// The answer goes into the field "credential", and the form is sent as any other.

const bytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));

const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

const withId = (credential) => ({ ...credential, id: bytes(credential.id) });

function decoded(options) {
  return {
    ...options,
    challenge: bytes(options.challenge),
    ...(options.user && { user: withId(options.user) }),
    ...(options.allowCredentials && { allowCredentials: options.allowCredentials.map(withId) }),
    ...(options.excludeCredentials && { excludeCredentials: options.excludeCredentials.map(withId) }),
  };
}

function encoded(credential) {
  const response = {};
  for (const name of
    ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = text(credential.response[name]);
  }
  return JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    clientExtensionResults: {},
    response,
  });
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  form.hidden = false;
  const problem = form.querySelector("[data-passkey-problem]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    problem.hidden = true;
    try {
      const publicKey = decoded(JSON.parse(form.dataset.options));
      const credential = await navigator.credentials[form.dataset.passkey]({ publicKey });
      form.elements.credential.value = encoded(credential);
      form.submit();
    } catch (error) {
      problem.textContent = error.name === "InvalidStateError"
        ? "This device has a passkey for your account already."
        : "No passkey answered. Try again, or sign in another way.";
      problem.hidden = false;
    }
  });
}
