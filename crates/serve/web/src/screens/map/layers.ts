/** The layers of the map: ground, zones, circles of uncertainty, incidents, names. Nothing is fetched from another host. */
import type { LayerSpecification, StyleSpecification } from 'maplibre-gl';
import { colour } from './classes';

export const EMPTY: GeoJSON.FeatureCollection = { type: 'FeatureCollection', features: [] };
const ALONE: ['!', ['has', 'point_count']] = ['!', ['has', 'point_count']];

/** Which layers belong to what the reader can hide. */
export const HIDEABLE: Record<string, string[]> = { circles: ['reach', 'reach-line'], zones: ['zone', 'zone-hatch', 'zone-line'], names: ['names'] };

/** Returns the style in the colours of the theme in use. */
export function styleOf(land: GeoJSON.FeatureCollection, borders: GeoJSON.FeatureCollection): StyleSpecification {
  const layers: LayerSpecification[] = [
    { id: 'water', type: 'background', paint: {} },
    { id: 'land', type: 'fill', source: 'land', paint: { 'fill-antialias': true } },
    { id: 'borders', type: 'line', source: 'borders', paint: { 'line-width': 0.8, 'line-dasharray': [3, 2] } },
    { id: 'zone', type: 'fill', source: 'zones', paint: { 'fill-opacity': 0.1 } },
    { id: 'zone-hatch', type: 'fill', source: 'zones', paint: { 'fill-opacity': 0.6 } },
    { id: 'zone-line', type: 'line', source: 'zones', paint: { 'line-width': 1.6 } },
    // A radius in metres is as many pixels more as the map is nearer: twice as many at each step of the zoom.
    { id: 'reach', type: 'circle', source: 'points', filter: ALONE, paint: { 'circle-radius': ['interpolate', ['exponential', 2], ['zoom'], 0, ['get', 'reach'], 20, ['*', ['get', 'reach'], 1048576]], 'circle-opacity': 0.08 } },
    { id: 'reach-line', type: 'circle', source: 'points', filter: ALONE, paint: { 'circle-radius': ['interpolate', ['exponential', 2], ['zoom'], 0, ['get', 'reach'], 20, ['*', ['get', 'reach'], 1048576]], 'circle-opacity': 0, 'circle-stroke-width': 1, 'circle-stroke-opacity': 0.6 } },
    { id: 'picked', type: 'circle', source: 'picked', paint: { 'circle-radius': 16, 'circle-opacity': 0.15, 'circle-stroke-width': 3 } },
    // Names give way to the marks: layers above are placed first.
    { id: 'names', type: 'symbol', source: 'names', layout: { 'icon-anchor': 'top', 'icon-offset': [0, 28], 'symbol-sort-key': ['-', ['get', 'n']] } },
    { id: 'clusters', type: 'symbol', source: 'points', filter: ['has', 'point_count'], layout: { 'icon-allow-overlap': true } },
    { id: 'points', type: 'symbol', source: 'points', filter: ALONE, layout: { 'icon-allow-overlap': true } },
    { id: 'gathered', type: 'symbol', source: 'gathered', layout: { 'icon-allow-overlap': true } },
    { id: 'drawn', type: 'fill', source: 'drawn', filter: ['==', ['geometry-type'], 'Polygon'], paint: { 'fill-opacity': 0.2 } },
    { id: 'drawn-line', type: 'line', source: 'drawn', paint: { 'line-width': 2 } },
    { id: 'drawn-corner', type: 'circle', source: 'drawn', filter: ['==', ['geometry-type'], 'Point'], paint: { 'circle-radius': 5, 'circle-stroke-width': 2 } },
  ];
  for (const [id, property, value] of paints()) {
    const layer = layers.find((one) => one.id === id);
    if (layer) layer.paint = { ...layer.paint, [property]: value } as typeof layer.paint;
  }
  const plain = (data: GeoJSON.FeatureCollection) => ({ type: 'geojson' as const, data });
  return {
    version: 8,
    sources: { land: plain(land), borders: plain(borders), zones: plain(EMPTY), picked: plain(EMPTY), gathered: plain(EMPTY), names: plain(EMPTY), drawn: plain(EMPTY), points: { ...plain(EMPTY) } },
    layers,
  };
}

/** Returns the paint of each layer by the theme in use. */
export function paints(): [string, string, string][] {
  const [ink, accent, zone] = [colour('--ink'), colour('--accent'), colour('--kind-zone')];
  return [
    ['water', 'background-color', colour('--sunken')],
    ['land', 'fill-color', colour('--raised')],
    ['land', 'fill-outline-color', colour('--edge')],
    ['borders', 'line-color', colour('--edge')],
    ['zone', 'fill-color', zone],
    ['zone-line', 'line-color', zone],
    ['reach', 'circle-color', accent],
    ['reach-line', 'circle-color', accent],
    ['reach-line', 'circle-stroke-color', accent],
    ['picked', 'circle-color', accent],
    ['picked', 'circle-stroke-color', ink],
    ['drawn', 'fill-color', accent],
    ['drawn-line', 'line-color', accent],
    ['drawn-corner', 'circle-color', colour('--raised')],
    ['drawn-corner', 'circle-stroke-color', accent],
  ];
}
