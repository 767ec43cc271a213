import { unique } from './naming';
import { count, list } from './number-format';
import type { Report, Setting } from './report';

/**
 * The methods whose pretraining has another length or rate on another network, with these; empty where there are none. Such settings
 * are chosen for each network, so that the name of a method does not contain them.
 */
export function pretrainingSettings({ settings }: Report): string {
  const pretrainings = settings.filter(({ arm }) => arm === 'pretraining');
  const unequal = unique(pretrainings.map(({ of }) => of)).flatMap((method) => {
    const own = pretrainings.filter(({ of }) => of === method);
    if (unique(own.map(settingText)).length < 2) return [];
    return [`${method} (${own.map((one) => `${one.backbone}: ${settingText(one)}`).join('; ')})`];
  });
  return unequal.length === 0
    ? ''
    : `${list(unequal)}. Networks are compared with the settings that each of them has.`;
}

const settingText = ({ imagesSeen, schedule }: Setting): string =>
  [
    ...(imagesSeen ? [`${count(imagesSeen[0])} images seen`] : []),
    ...(schedule ? [`peak rate ${schedule.peakRate}`] : []),
  ].join(', ');
