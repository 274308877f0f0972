/** Who else leads: another facilitator, or oneself on another device. */

export function staff({ words }) {
  const line = document.getElementById("ook-hier");
  const me = Number(line.dataset.me);
  return {
    show() {},
    presence({ staff: all = [] }) {
      const names = all.map(({ user, name, devices }) => {
        if (user !== me) return name;
        return devices > 1 ? words.say("also-me") : null;
      });
      const others = names.filter(Boolean);
      line.hidden = others.length === 0;
      line.lastElementChild.textContent = others.length ? words.say("also-here", { names: others.join(", ") }) : "";
    },
  };
}
