// What the page's address says after "#": a service (#sso), #impact=sso,dns, #degraded=sso, #path=lms,sso.

const KEYS = ["impact", "degraded", "path", "service"];

// { service, impact, degraded, path } as lists of ids; what is not said is empty.
export function parse(hash) {
  const said = { service: [], impact: [], degraded: [], path: [] };
  for (const part of hash.replace(/^#/, "").split("&").filter(Boolean)) {
    const at = part.indexOf("=");
    const key = KEYS.includes(part.slice(0, at)) ? part.slice(0, at) : "service";
    const value = key === "service" && !part.startsWith("service=") ? part : part.slice(at + 1);
    const ids = key === "service" ? [value] : value.split(",");
    said[key].push(...ids.map(decoded).filter(Boolean));
  }
  return said;
}

// The same as text.
export function written(said) {
  const parts = KEYS.filter((key) => key !== "service" && said[key]?.length).map((key) => `${key}=${said[key].map(encodeURIComponent).join(",")}`);
  const service = said.service?.[0];
  if (service) parts.push(parts.length ? `service=${encodeURIComponent(service)}` : encodeURIComponent(service));
  return parts.length ? `#${parts.join("&")}` : "";
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
