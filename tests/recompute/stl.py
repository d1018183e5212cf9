"""Seasonal-trend decomposition by Loess, written from Cleveland, Cleveland, McRae and Terpenning (1990) and the routines
published with it: inner loop, robustness weights, smoothing at every n-th point with straight lines in between."""

import numpy as np

PERIOD, SEASONAL, TREND, LOW_PASS = 7, 35, 61, 7
OUTER = 5


def decompose(y):
    """Trend + season of a daily series with a week; robust."""
    y = np.asarray(y, dtype=float)
    weights, season, trend = np.ones(len(y)), np.zeros(len(y)), np.zeros(len(y))
    for _ in range(OUTER + 1):
        season, trend = _inner(y, trend, weights)
        weights = _robust(y, season + trend)
    return season + trend


def _inner(y, trend, weights):
    n = len(y)
    cycle = _cycles(y - trend, weights)
    low = _moving(_moving(_moving(cycle, PERIOD), PERIOD), 3)
    season = cycle[PERIOD: PERIOD + n] - _smooth(low, LOW_PASS, 1, 1, None)
    return season, _smooth(y - season, TREND, 1, 7, weights)


def _moving(values, length):
    return np.convolve(values, np.ones(length) / length, mode="valid")


def _cycles(detrended, weights):
    """Each weekday smoothed by itself, and carried one week beyond both ends."""
    n, out = len(detrended), np.zeros(len(detrended) + 2 * PERIOD)
    for at in range(PERIOD):
        y, w = detrended[at::PERIOD], weights[at::PERIOD]
        k = len(y)
        smooth = _smooth(y, SEASONAL, 0, 4, w)
        before = _at(y, SEASONAL, 0, 0, 1, min(SEASONAL, k), w)
        after = _at(y, SEASONAL, 0, k + 1, max(1, k - SEASONAL + 1), k, w)
        whole = [smooth[0] if before is None else before, *smooth, smooth[-1] if after is None else after]
        out[at::PERIOD][: k + 2] = whole
    return out[: n + 2 * PERIOD]


def _smooth(y, length, degree, jump, weights):
    n = len(y)
    if n < 2:
        return y.copy()
    jump, out = min(jump, n - 1), np.zeros(n)
    half, left, right = (length + 1) // 2, 1, min(n, length)
    points = range(1, n + 1, jump)
    for x in points:
        if length < n:
            if jump == 1:
                if x > half and right != n:
                    left, right = left + 1, right + 1
            elif x < half:
                left, right = 1, length
            elif x >= n - half + 1:
                left, right = n - length + 1, n
            else:
                left, right = x - half + 1, length + x - half
        value = _at(y, length, degree, x, left, right, weights)
        out[x - 1] = y[x - 1] if value is None else value
    if jump == 1:
        return out
    known = list(points)
    if known[-1] != n:
        value = _at(y, length, degree, n, left, right, weights)
        out[n - 1] = y[n - 1] if value is None else value
        known.append(n)
    return np.interp(np.arange(1, n + 1), known, out[np.array(known) - 1])


def _at(y, length, degree, x, left, right, weights):
    """The Loess estimate at one place from the neighbours `left` to `right` (from 1)."""
    n, j = len(y), np.arange(left, right + 1, dtype=float)
    reach = max(x - left, right - x) + ((length - n) // 2 if length > n else 0)
    away = np.abs(j - x)
    near = np.where(away <= 0.001 * reach, 1.0, (1 - (away / reach) ** 3) ** 3) if reach > 0 else np.ones(len(j))
    w = np.where(away <= 0.999 * reach, near, 0.0)
    if weights is not None:
        w = w * weights[left - 1: right]
    if w.sum() <= 0:
        return None
    w = w / w.sum()
    if reach > 0 and degree:
        middle = (w * j).sum()
        spread = (w * (j - middle) ** 2).sum()
        if np.sqrt(spread) > 0.001 * (n - 1):
            w = w * ((x - middle) / spread * (j - middle) + 1)
    return float((w * y[left - 1: right]).sum())


def _robust(y, fit):
    """Bisquare of the residual over six median absolute residuals."""
    away = np.abs(y - fit)
    limit = 6 * np.median(away)
    inner = (1 - (away / limit) ** 2) ** 2 if limit > 0 else np.zeros(len(y))
    return np.where(away <= 0.001 * limit, 1.0, np.where(away <= 0.999 * limit, inner, 0.0))
