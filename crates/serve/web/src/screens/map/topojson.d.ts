/** The two functions of `topojson-client` that the map uses; the package brings no types of its own. */
declare module 'topojson-client' {
  export interface World { type: 'Topology'; objects: Record<string, unknown>; arcs: unknown[] }
  export function feature(world: World, object: unknown): GeoJSON.FeatureCollection;
  export function mesh(world: World, object: unknown, filter: (a: unknown, b: unknown) => boolean): GeoJSON.MultiLineString;
}
