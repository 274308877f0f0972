/** Forms about what others may change at once: each field stands beside what it held when it was looked at, in a
    hidden field `seen_<name>`. A field that says the same was not touched, so it follows the news and is not sent. */

const FIELDS = ["title", "description", "level", "key_group_id"];

/** The field of that name holds `value` now; what somebody chose or typed in it stays. */
export function follow(form, name, value) {
  const [field, seen] = [form.elements[name], form.elements[`seen_${name}`]];
  if (!field || (field.value !== seen.value && field.value !== value)) return;
  seen.value = value;
  put(field, value);
}

/** Without the fields that nobody touched. */
export function onlyTouched(fields) {
  for (const name of FIELDS) {
    const said = fields.get(name);
    if (said === null || !fields.has(`seen_${name}`) || said !== fields.get(`seen_${name}`)) continue;
    fields.delete(name);
    fields.delete(`seen_${name}`);
  }
}

/** What was sent is what the server knows, unless news of it was faster. What was typed since then it does not know. */
export function settled(form, sent) {
  for (const name of FIELDS) {
    const [field, seen] = [form.elements[name], form.elements[`seen_${name}`]];
    if (!field || !seen || !sent.has(name) || seen.value !== sent.get(`seen_${name}`)) continue;
    seen.value = sent.get(name);
    if (field.value === seen.value) put(field, seen.value);
  }
}

/** Somebody was faster: a second try knows what they made of it. */
export function sawNow(form, values) {
  for (const [name, value] of Object.entries(values)) {
    const seen = form.elements[`seen_${name}`];
    if (seen) seen.value = value;
  }
}

function put(field, value) {
  if (field instanceof RadioNodeList) {
    for (const each of field) each.checked = each.value === value;
    return;
  }
  if (field.value !== value) field.value = value;
  if ("defaultValue" in field) field.defaultValue = value;
}
