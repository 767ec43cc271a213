import { unique } from '../naming';
import { withKeys } from './arm-encodings';
import type { ArmEncodings } from './arm-encodings';
import { armKey, keyLayers } from './arm-key';
import type { KeyEntry } from './arm-key';
import { endLabels, haveRoom, labelLayer } from './end-labels';
import type { EndLabel } from './end-labels';
import { CHART, armStyles } from './theme';
import type { ChartSize } from './theme';

/** How the arms of a chart are named: at the ends of their lines, or in a key below the plot. */
export interface ArmNames {
  /** Of the plot, which needs less room on its right where the names stand below. */
  size: ChartSize;
  /** A data set of the chart, by the name that `layers` has for it. */
  data: { labels: EndLabel[] } | { key: KeyEntry[] };
  /** Whether there is a key. */
  isKeyed: boolean;
  /** The names with their encodings; `gap` pixels right of the plot. */
  layers(encodings: ArmEncodings, gap?: number): object[];
}

/** The plot of a chart with a key: as wide with its axes as others with their names, and higher, because it has many lines. */
const KEYED: ChartSize = { width: 290, height: 260 };

/**
 * Names at the ends of lines, `at` being their heights as shares of the plot; a key where these would touch each other, or where a colour
 * alone would not tell whose name it is.
 */
export function armNames(
  named: readonly { name: string; at: number }[],
  methods: readonly string[],
): ArmNames {
  const labels = endLabels(named);
  const colours = unique(named.map(({ name }) => armStyles(methods)(name).colour));
  if (colours.length === named.length && haveRoom(labels)) {
    return {
      ...{ size: CHART, data: { labels: withKeys(labels, armOf) }, isKeyed: false },
      layers: ({ color }, gap) => [labelLayer(color, gap)],
    };
  }
  const key = armKey(
    named.map(({ name }) => name),
    KEYED,
  );
  return {
    size: KEYED,
    data: { key: withKeys(key, armOf) },
    isKeyed: true,
    layers: (encodings) => keyLayers(encodings),
  };
}

const armOf = ({ arm }: { arm: string }): string => arm;
