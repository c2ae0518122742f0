// Texts come with the page (bihuan/safety/field/texts.py): they must be there without signal.
const texts = JSON.parse(document.getElementById("field-texts").textContent);

export const say = (key, values = {}) => (texts[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");

const two = (number) => String(number).padStart(2, "0");
export function clock(moment) {
  const at = new Date(moment);
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}`;
}
export const today = () => clock(Date.now()).slice(0, 10);
export const megabytes = (bytes) => `${(bytes / 1048576).toFixed(1)} MB`;

// h("p", {class: "muted", onclick: f}, "text", node): an element. What is false or null is left out.
export function h(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name === "value" || name === "checked" || name === "hidden") made[name] = value;
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.flat().filter((child) => child !== false && child !== null && child !== undefined));
  return made;
}
