// A photograph as evidence: its bytes untouched, its hash, when and where by this phone, and how far its clock was off.
import * as store from "./store.js";

export const MOST_MB = 20;
const PATIENCE = 15_000;
const WHY = { 1: "denied", 2: "unavailable", 3: "timeout" };

// The place, or why there is none. Never refuses the photograph.
export function place() {
  if (!navigator.geolocation) return Promise.resolve({ position: null, no_place: "unsupported" });
  return new Promise((done) => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => done({ position: { longitude: coords.longitude, latitude: coords.latitude, accuracy: Math.round(coords.accuracy) } }),
      (error) => done({ position: null, no_place: WHY[error.code] ?? "unavailable" }),
      { enableHighAccuracy: true, timeout: PATIENCE, maximumAge: 30_000 },
    );
  });
}

export async function take(file, { kind, item = null }) {
  const taken = new Date();
  const bytes = await file.arrayBuffer();
  const { offset = null, at = null } = await store.remembered();
  const about = {
    sha256: await store.sha256(bytes), name: file.name || `${kind}.png`, type: file.type, size: bytes.byteLength, kind, item,
    taken_at: taken.toISOString(), offset, offset_at: at ? new Date(at).toISOString() : null, position: null, no_place: "locating",
  };
  return { about, bytes };
}

// Drawn on a canvas, because the page's policy shows no picture from memory.
export async function draw(canvas, bytes, type) {
  try {
    const picture = await createImageBitmap(new Blob([bytes], { type }));
    const scale = Math.min(1, 320 / picture.width);
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
  } catch { /* a format this browser cannot show; the file is whole all the same */ }
}
