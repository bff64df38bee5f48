/** Names of the standards of works at home. */
import { allItems, type HomeItem, unitOf } from './items.ts';
import { priceKey } from './prices.ts';

export const worksParameters: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    (Object.keys(allItems) as HomeItem[]).map((item) => [
      priceKey(item),
      `适老化改造参考价：${allItems[item].zh}（每${unitOf(item)}）`,
    ]),
  ),
  'ADP-ACCEPTANCE': '适老化改造验收期限',
  'ADP-AGE': '适老化改造高龄老人的年龄',
  'ADP-ASSIGN': '适老化改造派人期限',
  'ADP-CAP': '适老化改造每户补贴上限',
  'ADP-COUNTY': '适老化改造县级审核期限',
  'ADP-FOLLOW': '适老化改造回访期限',
  'ADP-FOLLOW-FROM': '适老化改造拨付多少天以后才能回访',
  'ADP-LEVEL': '适老化改造从能力等级几级起算失能',
  'ADP-NOTICE': '适老化改造公示期',
  'ADP-OBJECTION': '适老化改造异议核实期限',
  'ADP-PAY': '适老化改造拨付期限',
  'ADP-PRICE-OVER': '适老化改造单价超过参考价多少标出来',
  'ADP-PLAN': '适老化改造入户评估方案期限',
  'ADP-TOWNSHIP': '适老化改造乡镇初审期限',
  'ADP-WORKS': '适老化改造施工期限',
  'ADP-YEARS': '适老化改造每户几年享受一次',
};
