/** When each step begins as it goes now. Pure; the same rule as in sessions/hall/timetable.py. Moments in ms. */

const MINUTE = 60_000;
// A workshop that was opened again on another day has no plan to be late for.
const ONE_DAY = 20 * 60 * MINUTE;

/** `steps`: [{id, position, minutes, state, opened_at, closes_at}], in order; `openedAt` and `now` in ms.
    Answers {begins: Map of id to ms, plannedEnd, expectedEnd, late}; the last three are null without a plan. */
export function timetable(steps, openedAt, now) {
  const begins = new Map();
  for (const step of steps) if (step.opened_at) begins.set(step.id, Date.parse(step.opened_at));
  const present = steps.find((step) => step.state === "open");
  if (!present?.closes_at || !openedAt) return { begins, plannedEnd: null, expectedEnd: null, late: null };
  let moment = Math.max(Date.parse(present.closes_at), now);
  for (const step of steps) {
    if (step.position <= present.position) continue;
    begins.set(step.id, moment);
    moment += step.minutes * MINUTE;
  }
  const plannedEnd = openedAt + steps.reduce((sum, step) => sum + step.minutes * MINUTE, 0);
  const late = now - openedAt < ONE_DAY ? Math.round((moment - plannedEnd) / MINUTE) : 0;
  return { begins, plannedEnd, expectedEnd: moment, late };
}
