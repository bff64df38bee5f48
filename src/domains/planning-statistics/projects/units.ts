/** 一行可以是几个项目 (planning 5.4): how many units a printed row stands for, by its name. Pure. */

export interface Units {
  readonly units: number;
  /** What a person confirms: a bare number at the end of the name may be a count, or the number of a house. Null where the name is plain. */
  readonly proposed: number | null;
}

const digits = (text: string): number => Number(text.replace(/[０-９]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0)));

/** 某县14个社会工作服务中心 is 14, 某镇福利院 1; 某镇公益性公墓2 is 1, with 2 proposed. Numbers in the place are never units: they are not asked for here. */
export function unitsOf(name: string): Units {
  const counted = /([0-9０-９]{1,6})(?=[个处])/.exec(name);
  if (counted && digits(counted[1]!) > 0) return { units: digits(counted[1]!), proposed: null };
  const atEnd = /[^0-9０-９.．]([0-9０-９]{1,4})$/.exec(name.trim());
  const proposed = atEnd ? digits(atEnd[1]!) : null;
  return { units: 1, proposed: proposed !== null && proposed > 1 ? proposed : null };
}
