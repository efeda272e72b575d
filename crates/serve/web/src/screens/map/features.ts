/** The server's answer made into what the map's sources take. */
import type { Row } from '../../api/types';
import { classOf, REST, type Way } from './classes';
import { EMPTY } from './layers';
import type { Class } from './marks';

export interface PointTold { id: string; label: string; act: string; standing: string; day?: string | null; radius_m?: number | null; precision: number; actors?: string; finding?: string | null }
export interface ClusterTold { cluster: true; count: number; by_standing: Record<string, number>; bbox: [number, number, number, number] }
export interface ZoneTold { kind: 'zone'; id: string; label: string; type?: string; rough?: boolean }
export interface MapTold extends GeoJSON.FeatureCollection { total: number; unplaced: number; clustered: boolean }

/** Metres of a pixel at zoom 0 on the equator, with tiles of 512 pixels. */
const METRES = 78_271.517;

/** Returns the number of a class among the classes; what has none of its own goes to the rest. */
export function indexOf(classes: Class[], value: string): number {
  const own = classes.findIndex((one) => one.value === value);
  return own >= 0 ? own : Math.max(0, classes.findIndex((one) => one.value === REST));
}

function latitude(feature: GeoJSON.Feature): number {
  return feature.geometry.type === 'Point' ? (feature.geometry.coordinates[1] ?? 0) : 0;
}

/** Splits the answer: single incidents, clusters made by the server, and zones. */
export function split(told: MapTold, way: Way, classes: Class[], parties: Map<string, string>): { points: GeoJSON.FeatureCollection; gathered: GeoJSON.FeatureCollection; zones: GeoJSON.FeatureCollection } {
  const [points, gathered, zones]: GeoJSON.Feature[][] = [[], [], []];
  for (const feature of told.features) {
    const properties = feature.properties as (PointTold & Partial<ClusterTold> & { kind?: string }) | null;
    if (!properties) continue;
    if (properties.kind === 'zone') zones?.push(feature);
    else if (properties.cluster) {
      const shares = classes.map((one) => (way === 'standing' ? (properties.by_standing?.[one.value] ?? 0) : 0)).join();
      gathered?.push({ ...feature, properties: { count: properties.count, shares, bbox: (properties.bbox ?? []).join() } });
    } else {
      const row = { ...properties, actors: properties.actors ?? parties.get(properties.id) ?? '' };
      const reach = (properties.radius_m ?? 0) / (METRES * Math.max(Math.cos((latitude(feature) * Math.PI) / 180), 0.05));
      points?.push({ ...feature, properties: { id: properties.id, k: indexOf(classes, classOf(way, row)), reach } });
    }
  }
  const collection = (features: GeoJSON.Feature[] = []): GeoJSON.FeatureCollection => ({ type: 'FeatureCollection', features });
  return { points: collection(points), gathered: collection(gathered), zones: collection(zones) };
}

export function named(names: { name: string; lon: number; lat: number; n: number }[]): GeoJSON.FeatureCollection {
  return { type: 'FeatureCollection', features: names.map(({ name, lon, lat, n }) => ({ type: 'Feature', geometry: { type: 'Point', coordinates: [lon, lat] }, properties: { name, n } })) };
}

/** Returns where the picked incident lies. */
export function pickedAt(told: MapTold | null, rows: Row[], id: string): GeoJSON.FeatureCollection {
  if (!id) return EMPTY;
  const row = rows.find((one) => one.id === id);
  const feature = told?.features.find((one) => one.properties?.id === id && one.geometry.type === 'Point');
  const place = row?.lat != null && row.lon != null ? [row.lon, row.lat] : feature?.geometry.type === 'Point' ? feature.geometry.coordinates : null;
  if (!place) return EMPTY;
  return { type: 'FeatureCollection', features: [{ type: 'Feature', geometry: { type: 'Point', coordinates: place }, properties: {} }] };
}

/** Returns corners and sides of a zone that is being drawn. */
export function drawing(corners: [number, number][]): GeoJSON.FeatureCollection {
  const features: GeoJSON.Feature[] = corners.map((at) => ({ type: 'Feature', geometry: { type: 'Point', coordinates: at }, properties: {} }));
  const [first] = corners;
  if (first && corners.length > 2) features.unshift({ type: 'Feature', geometry: { type: 'Polygon', coordinates: [[...corners, first]] }, properties: {} });
  else if (corners.length === 2) features.unshift({ type: 'Feature', geometry: { type: 'LineString', coordinates: corners }, properties: {} });
  return { type: 'FeatureCollection', features };
}

/** Returns west, south, east and north of all that is on the map. */
export function boundsOf(features: GeoJSON.Feature[]): [number, number, number, number] | null {
  let box: [number, number, number, number] | null = null;
  for (const feature of features) {
    if (feature.geometry.type !== 'Point') continue;
    const [lon = 0, lat = 0] = feature.geometry.coordinates;
    // A cluster of the server stands at one point and reaches as far as its box.
    const [west, south, east, north] = boxOf(String(feature.properties?.bbox ?? '')) ?? [lon, lat, lon, lat];
    box = box ? [Math.min(box[0], west), Math.min(box[1], south), Math.max(box[2], east), Math.max(box[3], north)] : [west, south, east, north];
  }
  return box;
}

export function boxOf(text: string): [number, number, number, number] | null {
  const [west, south, east, north] = text.split(',').map(Number);
  return [west, south, east, north].every((one) => one !== undefined && Number.isFinite(one)) && text ? [west ?? 0, south ?? 0, east ?? 0, north ?? 0] : null;
}
