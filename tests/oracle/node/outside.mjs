// The world outside: whatever address a project asks, an answer comes after a while and repeats what was asked.
// Nothing leaves the machine, and requests have time to overlap.

const DELAY_MILLISECONDS = 40;
const inside = globalThis.fetch;

globalThis.fetch = async (input, init) => {
  const request = new Request(input, init);
  if (new URL(request.url).hostname === '127.0.0.1') return inside(request);
  await new Promise((resolve) => setTimeout(resolve, DELAY_MILLISECONDS));
  return Response.json({ url: request.url, headers: Object.fromEntries(request.headers), body: await request.text() });
};
