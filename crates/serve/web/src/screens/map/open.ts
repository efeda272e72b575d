/** The map itself, drawn by MapLibre. This file and the ground are loaded when the map is opened. */
import { type ExpressionSpecification, type GeoJSONSource, type MapGeoJSONFeature, Map as Ground, NavigationControl, ScaleControl, setWorkerUrl } from 'maplibre-gl';
import 'maplibre-gl/dist/maplibre-gl.css';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url';
import { feature, mesh, type World } from 'topojson-client';
import { t } from '../../messages/language.svelte';
import basemapUrl from './basemap.json?url';
import { colour } from './classes';
import { boundsOf } from './features';
import { EMPTY, HIDEABLE, paints, styleOf } from './layers';
import { cluster, hatch, label, mark, RATIO, type Class } from './marks';

export interface Shown { points: GeoJSON.FeatureCollection; gathered: GeoJSON.FeatureCollection; zones: GeoJSON.FeatureCollection; names: GeoJSON.FeatureCollection; classes: Class[] }
export interface Told {
  /** The view: west, south, east, north, the zoom, and whether the reader moved it. */
  onview: (box: string, zoom: number, own: boolean) => void;
  onpick: (ids: string[]) => void;
  onzone: (id: string) => void;
  oncorner: (lon: number, lat: number) => void;
}
export interface Opened {
  show: (shown: Shown) => void;
  hide: (names: string[]) => void;
  theme: () => void;
  pick: (at: GeoJSON.FeatureCollection, move: boolean) => void;
  draw: (drawn: GeoJSON.FeatureCollection, active: boolean) => void;
  fit: (box: [number, number, number, number] | null) => void;
  close: () => void;
}

const round = (degrees: number) => Math.round(degrees * 1e4) / 1e4;

async function ground(): Promise<[GeoJSON.FeatureCollection, GeoJSON.FeatureCollection]> {
  const world = (await (await fetch(basemapUrl)).json()) as World;
  const borders = mesh(world, world.objects.countries, (a, b) => a !== b);
  return [feature(world, world.objects.countries), { type: 'FeatureCollection', features: [{ type: 'Feature', geometry: borders, properties: {} }] }];
}

/** Opens the map. Throws where the browser has no WebGL. */
export async function open(container: HTMLElement, first: [number, number, number, number] | null, told: Told): Promise<Opened> {
  setWorkerUrl(workerUrl);
  const [land, borders] = await ground();
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const map = new Ground({
    container,
    style: styleOf(land, borders),
    center: [20, 25],
    zoom: 1,
    maxZoom: 15,
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    renderWorldCopies: false,
    fadeDuration: 0,
    locale: { 'NavigationControl.ZoomIn': t('map.zoom-in'), 'NavigationControl.ZoomOut': t('map.zoom-out'), 'Map.Title': t('map.label') },
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new NavigationControl({ showCompass: false }), 'top-right');
  map.addControl(new ScaleControl({ maxWidth: 120 }), 'bottom-left');
  let classes: Class[] = [];
  let edition = 0;
  let drawing = false;

  map.setMissingStyleImageResolver((id) => {
    if (map.hasImage(id)) return;
    const [kind, , one = '', two = ''] = id.split('|');
    const [ink, raised] = [colour('--ink'), colour('--raised')];
    if (kind === 'mark') {
      const wanted = classes[Number(one)];
      if (wanted) map.addImage(id, mark(wanted.shape, colour(wanted.colour), raised), { pixelRatio: RATIO });
    } else if (kind === 'many') {
      const shares = two.split(',').map((share, index): [string, number] => [colour(classes[index]?.colour ?? '--soft'), Number(share)]);
      map.addImage(id, cluster(Number(one), shares.some(([, share]) => share) ? shares : [[colour('--edge'), 1]], ink, raised), { pixelRatio: RATIO });
    } else if (kind === 'name') map.addImage(id, label(id.split('|').slice(2).join('|'), ink, raised), { pixelRatio: RATIO });
  });
  await new Promise<void>((done) => map.once('style.load', () => done()));

  const source = (name: string) => map.getSource(name) as GeoJSONSource;

  /** Marks are drawn anew under new names when the theme or the classes change. */
  function redraw(): void {
    const old = `|${edition}|`;
    edition += 1;
    for (const [layer, property, value] of paints()) map.setPaintProperty(layer, property as 'fill-color', value);
    if (map.hasImage('hatch')) map.removeImage('hatch');
    map.addImage('hatch', hatch(colour('--kind-zone')), { pixelRatio: RATIO });
    map.setPaintProperty('zone-hatch', 'fill-pattern', 'hatch');
    const shares = classes.flatMap((_, index): ExpressionSpecification[] => [['to-string', ['get', `c${index}`]], ['literal', index < classes.length - 1 ? ',' : ''] as unknown as ExpressionSpecification]);
    map.setLayoutProperty('points', 'icon-image', ['concat', `mark|${edition}|`, ['to-string', ['get', 'k']]]);
    map.setLayoutProperty('clusters', 'icon-image', ['concat', `many|${edition}|`, ['to-string', ['get', 'point_count']], '|', ...shares]);
    map.setLayoutProperty('gathered', 'icon-image', ['concat', `many|${edition}|`, ['to-string', ['get', 'count']], '|', ['get', 'shares']]);
    map.setLayoutProperty('names', 'icon-image', ['concat', `name|${edition}|`, ['get', 'name']]);
    for (const id of map.listImages()) if (id.includes(old)) map.removeImage(id);
  }

  /** The source counts the classes inside each cluster, so that its ring shows their shares. */
  function addPoints(data: GeoJSON.FeatureCollection): void {
    const layers = ['reach', 'reach-line', 'clusters', 'points'].map((id) => map.getStyle().layers.find((layer) => layer.id === id)).filter((layer) => layer !== undefined);
    const after: Record<string, string> = { reach: 'picked', 'reach-line': 'picked', clusters: 'gathered', points: 'gathered' };
    for (const layer of layers) map.removeLayer(layer.id);
    map.removeSource('points');
    const clusterProperties = Object.fromEntries(classes.map((_, index) => [`c${index}`, ['+', ['case', ['==', ['get', 'k'], index], 1, 0]]]));
    map.addSource('points', { type: 'geojson', data, cluster: true, clusterRadius: 42, clusterMaxZoom: 21, maxzoom: 22, clusterProperties });
    for (const layer of layers) map.addLayer(layer, after[layer.id]);
  }

  const box = (): string => {
    const bounds = map.getBounds();
    return [Math.max(-180, bounds.getWest()), Math.max(-90, bounds.getSouth()), Math.min(180, bounds.getEast()), Math.min(90, bounds.getNorth())].map(round).join();
  };
  // A change of size shows another stretch of the ground too; that is no choice of the reader.
  map.on('moveend', (event) => told.onview(box(), map.getZoom(), 'own' in event || ('originalEvent' in event && event.originalEvent !== undefined)));
  const fitTo = (bounds: [number, number, number, number], own: boolean) =>
    map.fitBounds(bounds, { padding: 36, maxZoom: 9, animate: own && !still }, own ? { own } : undefined);

  async function clicked(hit: MapGeoJSONFeature): Promise<void> {
    const properties = hit.properties as Record<string, string | number>;
    if (hit.layer.id === 'points') return told.onpick([String(properties.id)]);
    if (hit.layer.id === 'gathered') {
      const [west = 0, south = 0, east = 0, north = 0] = String(properties.bbox).split(',').map(Number);
      fitTo([west, south, east, north], true);
      return;
    }
    const leaves = await source('points').getClusterLeaves(Number(properties.cluster_id), Number(properties.point_count), 0);
    const bounds = boundsOf(leaves);
    const wide = bounds ? Math.max(bounds[2] - bounds[0], bounds[3] - bounds[1]) : 0;
    if (bounds && wide > 0.002 && map.getZoom() < 14) {
      map.fitBounds(bounds, { padding: 60, maxZoom: 14, animate: !still }, { own: true });
    } else told.onpick(leaves.map((leaf) => String(leaf.properties?.id)));
  }
  const HITS = ['points', 'clusters', 'gathered'];
  map.on('click', (event) => {
    if (drawing) return told.oncorner(round(event.lngLat.lng), round(event.lngLat.lat));
    const [hit] = map.queryRenderedFeatures(event.point, { layers: HITS });
    if (hit) return void clicked(hit);
    const [zone] = map.queryRenderedFeatures(event.point, { layers: ['zone'] });
    told.onzone(String(zone?.properties.id ?? ''));
  });
  map.on('mousemove', (event) => {
    const hit = map.queryRenderedFeatures(event.point, { layers: [...HITS, 'zone'] }).length > 0;
    map.getCanvas().style.cursor = drawing ? 'crosshair' : hit ? 'pointer' : '';
  });
  if (first) map.fitBounds(first, { padding: 0, animate: false });
  redraw();

  return {
    show(shown) {
      const same = JSON.stringify(shown.classes) === JSON.stringify(classes) && classes.length > 0;
      classes = shown.classes;
      if (same) source('points').setData(shown.points);
      else {
        addPoints(shown.points);
        redraw();
      }
      source('gathered').setData(shown.gathered);
      source('zones').setData(shown.zones);
      source('names').setData(shown.names);
    },
    hide(names) {
      for (const [name, layers] of Object.entries(HIDEABLE)) for (const layer of layers) map.setLayoutProperty(layer, 'visibility', names.includes(name) ? 'none' : 'visible');
    },
    theme: redraw,
    pick(at, move) {
      source('picked').setData(at);
      const [only] = at.features;
      if (!move || only?.geometry.type !== 'Point') return;
      const [lon = 0, lat = 0] = only.geometry.coordinates;
      if (!map.getBounds().contains([lon, lat])) map.jumpTo({ center: [lon, lat] });
    },
    draw(drawn, active) {
      drawing = active;
      source('drawn').setData(active ? drawn : EMPTY);
    },
    fit(bounds) {
      if (bounds) fitTo(bounds, false);
    },
    close: () => map.remove(),
  };
}
