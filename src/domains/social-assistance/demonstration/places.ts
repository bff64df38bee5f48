/** Real villages and communities around the accounts of the demonstration. */
export const places = {
  汀泗桥社区: '421202100001',
  古田社区: '421202100004',
  赤岗村: '421202100238',
  彭碑村: '421202100242',
  聂家村: '421202100239',
  大桥村: '421202100244',
  马鞍村: '421202100241',
  洪口村: '421202100246',
  长寿村: '421202100243',
  东街社区: '421221103001',
} as const;
export type Place = keyof typeof places;
