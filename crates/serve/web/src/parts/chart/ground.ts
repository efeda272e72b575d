/** Places in degrees in, places in pixels out. Flat, true to scale at the middle; good for a few hundred kilometres. */
export interface Spot { name: string; lat: number; lon: number; radius_m: number; standing?: string | null; id?: string; note?: string }
export interface Ground { x: (lon: number) => number; y: (lat: number) => number; metres: (metres: number) => number; bar: { metres: number; pixels: number } }

const METRES = 111_320;
type Ring = [number, number][];

/** Returns every ring of a geometry; holes are drawn as rings too. */
export function rings(geometry: GeoJSON.Geometry | null | undefined): Ring[] {
  if (!geometry) return [];
  if (geometry.type === 'Polygon') return geometry.coordinates as Ring[];
  if (geometry.type === 'MultiPolygon') return (geometry.coordinates as Ring[][]).flat();
  if (geometry.type === 'GeometryCollection') return geometry.geometries.flatMap(rings);
  return [];
}

/** Lines are drawn open: lines of contact, front lines. */
export function lines(geometry: GeoJSON.Geometry | null | undefined): Ring[] {
  if (!geometry) return [];
  if (geometry.type === 'LineString') return [geometry.coordinates as Ring];
  if (geometry.type === 'MultiLineString') return geometry.coordinates as Ring[];
  if (geometry.type === 'GeometryCollection') return geometry.geometries.flatMap(lines);
  return [];
}

function roundBar(metres: number): number {
  const power = 10 ** Math.floor(Math.log10(metres));
  const first = metres / power;
  return (first >= 5 ? 5 : first >= 2 ? 2 : 1) * power;
}

/** Returns how to draw the spots and lines in a box of so many pixels; nothing where there is no place. */
export function ground(spots: Spot[], shapes: Ring[], width: number, height: number): Ground | null {
  const points = [...shapes.flat(), ...spots.map((spot): [number, number] => [spot.lon, spot.lat])];
  const first = points[0];
  if (!first || width < 40) return null;
  // Across 180 degrees the shorter way round is taken.
  const near = (lon: number) => (lon - first[0] > 180 ? lon - 360 : lon - first[0] < -180 ? lon + 360 : lon);
  const middle = (Math.min(...points.map(([, lat]) => lat)) + Math.max(...points.map(([, lat]) => lat))) / 2;
  const cosine = Math.max(Math.cos((middle * Math.PI) / 180), 0.05);
  let [west, east, south, north] = [Infinity, -Infinity, Infinity, -Infinity];
  const reach = (lon: number, lat: number, metres: number) => {
    west = Math.min(west, near(lon) * cosine - metres / METRES);
    east = Math.max(east, near(lon) * cosine + metres / METRES);
    south = Math.min(south, lat - metres / METRES);
    north = Math.max(north, lat + metres / METRES);
  };
  for (const spot of spots) reach(spot.lon, spot.lat, Math.max(spot.radius_m, 300));
  for (const [lon, lat] of shapes.flat()) reach(lon, lat, 0);
  const pad = 22;
  const scale = Math.min((width - 2 * pad) / (east - west || 1), (height - 2 * pad) / (north - south || 1));
  const [left, top] = [(width - (east - west) * scale) / 2, (height - (north - south) * scale) / 2];
  const bar = roundBar(((width / 3) * METRES) / scale);
  return {
    x: (lon) => left + (near(lon) * cosine - west) * scale,
    y: (lat) => top + (north - lat) * scale,
    metres: (metres) => (metres / METRES) * scale,
    bar: { metres: bar, pixels: (bar / METRES) * scale },
  };
}
