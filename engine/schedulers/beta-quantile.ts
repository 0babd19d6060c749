// The inverse of the Beta distribution's cumulative function.
//
// The regularised incomplete beta function I_x(a, b) by its continued fraction (NIST DLMF 8.17.22,
// https://dlmf.nist.gov/8.17#v), inverted by bisection: I rises with x, and a schedule needs a few dozen values once.

/** More halvings than a double has bits between 0 and 1 near either end. */
const bisections = 200;
const fractionTerms = 300;
const tiny = 1e-300;

/**
 * Lanczos' coefficients for g = 7, n = 9 (P. Godfrey, "A note on the computation of the convergent Lanczos series").
 */
const lanczosG = 7;
const lanczosCoefficients = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
] as const;

/**
 * @param probability 0..1
 * @param a shape, above 0
 * @param b shape, above 0
 * @returns x in 0..1 with I_x(a, b) = probability
 */
export function betaQuantile(probability: number, a: number, b: number): number {
  if (probability <= 0) return 0;
  if (probability >= 1) return 1;
  // Near 1 a double has no room for the digits; the mirrored question has.
  if (probability > 0.5) return 1 - betaQuantile(1 - probability, b, a);
  let low = 0;
  let high = 1;
  for (let halving = 0; halving < bisections; halving += 1) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (regularisedIncompleteBeta(middle, a, b) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function regularisedIncompleteBeta(x: number, a: number, b: number): number {
  // The fraction converges fast only below the mean; above it, I_x(a, b) = 1 - I_(1-x)(b, a).
  if (x > (a + 1) / (a + b + 2)) return 1 - regularisedIncompleteBeta(1 - x, b, a);
  const logFront = a * Math.log(x) + b * Math.log1p(-x) + logGamma(a + b) - logGamma(a) - logGamma(b) - Math.log(a);
  return Math.exp(logFront) / continuedFraction(x, a, b);
}

/** 1 + d1 / (1 + d2 / (1 + ...)) by Lentz' method. */
function continuedFraction(x: number, a: number, b: number): number {
  let value = 1;
  let numerator = 1;
  let denominator = 0;
  for (let term = 1; term <= fractionTerms; term += 1) {
    const coefficient = fractionCoefficient(term, x, a, b);
    denominator = 1 / nonZero(1 + coefficient * denominator);
    numerator = nonZero(1 + coefficient / numerator);
    const change = numerator * denominator;
    value *= change;
    if (Math.abs(change - 1) < Number.EPSILON) break;
  }
  return value;
}

function fractionCoefficient(term: number, x: number, a: number, b: number): number {
  const half = Math.floor(term / 2);
  if (term % 2 === 0) return (half * (b - half) * x) / ((a + 2 * half - 1) * (a + 2 * half));
  return (-(a + half) * (a + b + half) * x) / ((a + 2 * half) * (a + 2 * half + 1));
}

function nonZero(value: number): number {
  return Math.abs(value) < tiny ? tiny : value;
}

function logGamma(value: number): number {
  if (value < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * value)) - logGamma(1 - value);
  const shifted = value - 1;
  const base = shifted + lanczosG + 0.5;
  const series = lanczosCoefficients.reduce(
    (sum, coefficient, index) => (index === 0 ? coefficient : sum + coefficient / (shifted + index)),
    0,
  );
  return 0.5 * Math.log(2 * Math.PI) + (shifted + 0.5) * Math.log(base) - base + Math.log(series);
}
