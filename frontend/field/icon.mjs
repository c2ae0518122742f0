// Draws the icon of the application as PNG, without any package: a shield with a tick on the colour of the bar.
import { deflateSync } from "node:zlib";

const BACK = [16, 51, 62];
const SHIELD = [234, 243, 244];
const TICK = [13, 86, 107];

// In units of the icon's side, 0 to 1. A maskable icon keeps everything within the inner 80%.
function shield(x, y) {
  const side = Math.abs(x - 0.5);
  if (y < 0.22 || y > 0.8) return false;
  if (y < 0.5) return side < 0.24;
  return side < 0.24 * Math.sqrt(Math.max(0, 1 - ((y - 0.5) / 0.3) ** 2));
}
function near(x, y, [x1, y1], [x2, y2], width) {
  const along = Math.max(0, Math.min(1, ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / ((x2 - x1) ** 2 + (y2 - y1) ** 2)));
  return Math.hypot(x - x1 - along * (x2 - x1), y - y1 - along * (y2 - y1)) < width;
}
const tick = (x, y) => near(x, y, [0.39, 0.49], [0.47, 0.58], 0.032) || near(x, y, [0.47, 0.58], [0.62, 0.39], 0.032);
const colour = (x, y) => (tick(x, y) ? TICK : shield(x, y) ? SHIELD : BACK);

const TABLE = Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let bit = 0; bit < 8; bit += 1) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});
const crc = (bytes) => (bytes.reduce((c, byte) => TABLE[(c ^ byte) & 0xff] ^ (c >>> 8), 0xffffffff) ^ 0xffffffff) >>> 0;

function chunk(name, data) {
  const body = Buffer.concat([Buffer.from(name, "latin1"), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

export function appIcon(size) {
  const FINE = 3; // samples each way for smooth edges
  const rows = Buffer.alloc(size * (size * 3 + 1));
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      const sum = [0, 0, 0];
      for (let a = 0; a < FINE; a += 1) {
        for (let b = 0; b < FINE; b += 1) {
          colour((x + (a + 0.5) / FINE) / size, (y + (b + 0.5) / FINE) / size).forEach((value, n) => { sum[n] += value; });
        }
      }
      sum.forEach((value, n) => { rows[y * (size * 3 + 1) + 1 + x * 3 + n] = Math.round(value / FINE ** 2); });
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(size, 0);
  head.writeUInt32BE(size, 4);
  head.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), chunk("IHDR", head), chunk("IDAT", deflateSync(rows, { level: 9 })), chunk("IEND", Buffer.alloc(0))]);
}
