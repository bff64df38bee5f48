/** 谁看过我的信息, as it is read: equal looks of one officer on one day are one line. */
import { plainDateOf } from '../../../kernel/calendar/index.ts';

export interface Look {
  id?: string;
  at: string;
  actorName: string;
  roleZh: string;
  divisionName?: string;
  actionZh: string;
  purpose: string | null;
}

/** In the order of the latest look of each. */
export function byDay(looks: readonly Look[]): (Look & { times: number })[] {
  const lines = new Map<string, Look & { times: number }>();
  for (const look of looks) {
    const { actorName, roleZh, divisionName, actionZh, purpose } = look;
    const key = JSON.stringify([plainDateOf(look.at), actorName, roleZh, divisionName, actionZh, purpose]);
    const line = lines.get(key);
    if (line) line.times++;
    else lines.set(key, { ...look, times: 1 });
  }
  return [...lines.values()];
}
