/** A personal link: what stands after the # is posted, and leaves the address bar and the history at once. */

const form = document.getElementById("enter");
const secret = location.hash.slice(1);

if (secret) {
  history.replaceState(null, "", location.pathname + location.search);
  form.elements.secret.value = secret;
  form.hidden = true;
  document.querySelector("[data-slot=going]").hidden = false;
  form.submit();
}
