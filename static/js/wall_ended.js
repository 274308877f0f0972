/** After the day. When the workshop is opened again, its wall comes back by itself. */

/** "open", "ended" or "unknown" (no network): what the server says of this address. */
export async function whatBecameOfIt() {
  try {
    const response = await fetch(location.href, { method: "HEAD", cache: "no-store" });
    return response.ok ? "open" : "ended";
  } catch {
    return "unknown";
  }
}

/** Looks every `wait` milliseconds whether the wall is open (again), then loads it. */
export function returnWhenOpen(wait) {
  setInterval(async () => {
    if (!document.hidden && (await whatBecameOfIt()) === "open") location.reload();
  }, wait);
}

if (document.body.classList.contains("wall-voorbij")) returnWhenOpen(30000);
