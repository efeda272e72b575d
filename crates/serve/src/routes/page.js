// Shows openapi.json: addresses by their tags, parameters, bodies and answers; GETs can be tried. No library, no other host.
const make = (name, attributes = {}, ...children) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
};

let api;

// The shape of a schema as a person reads it, references opened up to a depth.
const shape = (schema, depth = 0) => {
  if (!schema) return null;
  if (schema.$ref) {
    const name = schema.$ref.split("/").pop();
    return depth > 3 ? name : shape(api.components.schemas[name], depth + 1);
  }
  const several = schema.oneOf || schema.anyOf;
  if (several) {
    const some = several.filter((one) => one.type !== "null");
    return some.length === 1 ? shape(some[0], depth) : { "one of": some.map((one) => shape(one, depth)) };
  }
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map((one) => shape(one, depth)));
  if (schema.properties) {
    return Object.fromEntries(Object.entries(schema.properties).map(([key, one]) => [key, shape(one, depth + 1)]));
  }
  if (schema.items) return [shape(schema.items, depth + 1)];
  if (schema.enum) return schema.enum.join(" | ");
  return [].concat(schema.type ?? "any").join(" | ");
};

const shown = (content) =>
  Object.entries(content ?? {}).map(([media, { schema }]) =>
    make("div", {}, make("p", {}, media), make("pre", { tabindex: 0 }, JSON.stringify(shape(schema), null, 2) ?? "")));

const attempt = (path, parameters) => {
  const form = make("form");
  const inputs = parameters.map((parameter) => {
    const input = make("input", { name: parameter.name, autocomplete: "off" });
    form.append(make("label", {}, parameter.name + " ", input), " ");
    return [parameter, input];
  });
  const out = make("pre", { hidden: "", tabindex: 0 });
  form.append(make("button", {}, "Ask"), out);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    let address = path;
    const query = new URLSearchParams();
    for (const [parameter, input] of inputs) {
      if (parameter.in === "path") address = address.replace(`{${parameter.name}}`, encodeURIComponent(input.value));
      else if (input.value) query.set(parameter.name, input.value);
    }
    const asked = address + (query.size ? "?" + query : "");
    out.hidden = false;
    try {
      const answer = await fetch(asked);
      const text = await answer.text();
      let told = text;
      try { told = JSON.stringify(JSON.parse(text), null, 2); } catch { /* no JSON: shown as it is */ }
      out.textContent = `${asked}\n${answer.status}\n\n${told.slice(0, 20000)}`;
    } catch (error) {
      out.textContent = `${asked}\n${error}`;
    }
  });
  return form;
};

const route = (path, method, operation) => {
  const parameters = operation.parameters ?? [];
  const details = make("details", { id: `${method} ${path}` },
    make("summary", {}, make("span", { class: "method" }, method.toUpperCase()), make("code", {}, path), " ",
      operation.summary ?? operation.description ?? ""));
  if (operation.description) details.append(make("p", {}, operation.description));
  if (parameters.length) {
    details.append(make("table", {}, make("thead", {}, make("tr", {}, make("th", {}, "parameter"), make("th", {}, "meaning"))),
      make("tbody", {}, ...parameters.map((one) => make("tr", {}, make("td", {}, make("code", {}, one.name)), make("td", {}, one.description ?? ""))))));
  }
  if (operation.requestBody) details.append(make("h4", {}, "Takes"), ...shown(operation.requestBody.content));
  for (const [status, answer] of Object.entries(operation.responses ?? {})) {
    details.append(make("h4", {}, `${status} ${answer.description ?? ""}`), ...(status === "200" || status === "202" ? shown(answer.content) : []));
  }
  if (method === "get" && !path.endsWith("/events")) details.append(make("h4", {}, "Try it"), attempt(path, parameters));
  return details;
};

const show = (words) => {
  const tags = new Map((api.tags ?? []).map((tag) => [tag.name, { ...tag, routes: [] }]));
  for (const [path, methods] of Object.entries(api.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      if (!operation.responses) continue;
      const text = `${path} ${operation.summary ?? ""} ${operation.description ?? ""}`.toLowerCase();
      if (!words.split(/\s+/).every((word) => text.includes(word))) continue;
      const name = operation.tags?.[0] ?? "others";
      if (!tags.has(name)) tags.set(name, { name, routes: [] });
      tags.get(name).routes.push(route(path, method, operation));
    }
  }
  const sections = [...tags.values()].filter((tag) => tag.routes.length)
    .map((tag) => make("section", {}, make("h2", {}, tag.name), make("p", {}, tag.description ?? ""), ...tag.routes));
  document.getElementById("routes").replaceChildren(...(sections.length ? sections : [make("p", {}, "Nothing has these words.")]));
};

const input = document.getElementById("words");
fetch("/api/v1/openapi.json").then((answer) => answer.json()).then((found) => {
  api = found;
  document.getElementById("about").textContent = `${api.info.version}. ${api.info.description}`;
  show(input.value.toLowerCase().trim());
  input.addEventListener("input", () => show(input.value.toLowerCase().trim()));
});
