/** Real villages and communities around the accounts of the demonstration. */
export const places = {
  双溪桥社区: '421202105001',
  担山社区: '421202105003',
  双溪村: '421202105233',
  九彬村: '421202105234',
  陈祠村: '421202105235',
  三桥村: '421202105237',
  毛祠村: '421202105239',
  孙鉴村: '421202105247',
  高铺村: '421202105248',
  东街社区: '421221103001',
} as const;
export type Place = keyof typeof places;
