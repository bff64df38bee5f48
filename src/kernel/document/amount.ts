/** How amounts are written out on paper. */
import type { Fen } from '../schema/index.ts';

const DIGITS = '零壹贰叁肆伍陆柒捌玖';
const PLACES = ['', '拾', '佰', '仟'];
const GROUPS = ['', '万', '亿'];

/** Four digits; zeros inside are said once, zeros at the end not at all. */
function sayGroup(group: number): string {
  let text = '';
  for (let place = 3; place >= 0; place--) {
    const digit = Math.floor(group / 10 ** place) % 10;
    if (digit > 0) text += `${DIGITS[digit]}${PLACES[place]}`;
    else if (text !== '' && !text.endsWith('零')) text += '零';
  }
  return text.replace(/零$/, '');
}

function sayWhole(yuan: number): string {
  let text = '';
  for (let g = GROUPS.length - 1; g >= 0; g--) {
    const group = Math.floor(yuan / 10_000 ** g) % 10_000;
    if (group === 0) continue;
    // A group below 1000 after something, or after an empty group, is joined with one 零.
    const gap = text !== '' && (group < 1000 || Math.floor(yuan / 10_000 ** (g + 1)) % 10_000 === 0);
    text += `${gap ? '零' : ''}${sayGroup(group)}${GROUPS[g]}`;
  }
  return text;
}

/**
 * 人民币壹仟柒佰肆拾元整 (《支付结算办法》附一《正确填写票据和结算凭证的基本规定》): 整 after 元 only; 零 before 分 when 角 is empty.
 * Amounts below one trillion yuan; negative ones have no such form.
 */
export function chineseAmount(fen: Fen): string {
  if (!Number.isSafeInteger(fen) || fen < 0 || fen >= 100 * 10_000 ** 3)
    throw new RangeError(`not an amount to write out: ${fen}`);
  const yuan = Math.floor(fen / 100);
  const [jiao, cents] = [Math.floor(fen / 10) % 10, fen % 10];
  const whole = yuan > 0 ? `${sayWhole(yuan)}元` : '';
  if (jiao === 0 && cents === 0) return `人民币${whole || '零元'}整`;
  const small = [jiao > 0 ? `${DIGITS[jiao]}角` : whole ? '零' : '', cents > 0 ? `${DIGITS[cents]}分` : ''].join('');
  return `人民币${whole}${small}`;
}
