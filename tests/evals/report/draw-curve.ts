import type { CurvePoint } from './curve.ts';

const SIZE = { width: 640, height: 420, left: 56, top: 40, right: 24, bottom: 48 };
/** Accuracies below this are of no interest to anybody who wants to rely on an answer. */
const LOWEST = 0.5;

function x(coverage: number): number {
  return SIZE.left + coverage * (SIZE.width - SIZE.left - SIZE.right);
}

function y(accuracy: number): number {
  const share = (Math.max(accuracy, LOWEST) - LOWEST) / (1 - LOWEST);
  return SIZE.height - SIZE.bottom - share * (SIZE.height - SIZE.top - SIZE.bottom);
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}

function gridLines(): readonly string[] {
  const steps = [0, 0.2, 0.4, 0.6, 0.8, 1];
  const vertical = steps.map(
    (share) =>
      `<line x1="${x(share)}" y1="${y(1)}" x2="${x(share)}" y2="${y(LOWEST)}" stroke="#ddd"/>` +
      `<text x="${x(share)}" y="${y(LOWEST) + 18}" text-anchor="middle">${Math.round(100 * share)} %</text>`,
  );
  const horizontal = [0.5, 0.6, 0.7, 0.8, 0.9, 1].map(
    (share) =>
      `<line x1="${x(0)}" y1="${y(share)}" x2="${x(1)}" y2="${y(share)}" stroke="${share === 0.9 ? '#999' : '#ddd'}"/>` +
      `<text x="${x(0) - 8}" y="${y(share) + 4}" text-anchor="end">${Math.round(100 * share)} %</text>`,
  );
  return [...vertical, ...horizontal];
}

/** The accuracy–coverage curve as an SVG picture: how right the answers are when only the surest are given. */
export function drawCurve(title: string, points: readonly CurvePoint[]): string {
  const path = points
    .map(
      ({ coverage, accuracy }, index) =>
        `${index === 0 ? 'M' : 'L'}${x(coverage).toFixed(1)} ${y(accuracy).toFixed(1)}`,
    )
    .join(' ');
  const middle = (SIZE.left + SIZE.width - SIZE.right) / 2;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${SIZE.width}" height="${SIZE.height}" font-family="sans-serif" font-size="12">`,
    '<rect width="100%" height="100%" fill="white"/>',
    `<text x="${middle}" y="22" text-anchor="middle" font-size="15">${escape(title)}</text>`,
    ...gridLines(),
    `<path d="${path}" fill="none" stroke="#1a5fb4" stroke-width="2"/>`,
    `<text x="${middle}" y="${SIZE.height - 10}" text-anchor="middle">questions answered, the surest first</text>`,
    `<text x="16" y="${y(0.75)}" text-anchor="middle" transform="rotate(-90 16 ${y(0.75)})">right of those answered</text>`,
    '</svg>',
    '',
  ].join('\n');
}
