//! Division of exact integers, rounded half-even once. Nothing here is a float.

/// `value × factor ÷ divisor` rounded half-even; `None` over zero or beyond 128 bits.
pub(crate) fn scale_half_even(value: i128, factor: i128, divisor: i128) -> Option<i128> {
    let product = value.checked_mul(factor)?;
    let (floor, rest) = (product.checked_div_euclid(divisor)?, product.rem_euclid(divisor));
    let twice = rest.unsigned_abs().checked_mul(2)?;
    let size = divisor.unsigned_abs();
    let is_up = twice > size || (twice == size && floor % 2 != 0);
    Some(floor + if is_up { divisor.signum() } else { 0 })
}

#[cfg(test)]
mod tests {
    use super::scale_half_even;

    #[test]
    fn halves_go_to_the_even_neighbour_on_both_sides_of_zero() {
        let halves = |value| scale_half_even(value, 1, 2);
        assert_eq!(halves(1), Some(0));
        assert_eq!(halves(3), Some(2));
        assert_eq!(halves(-1), Some(0));
        assert_eq!(halves(-3), Some(-2));
        assert_eq!(scale_half_even(7, 1, -2), Some(-4));
        assert_eq!(scale_half_even(100, 2, 3), Some(67));
        assert_eq!(scale_half_even(1, 1, 0), None);
        assert_eq!(scale_half_even(i128::MAX, 2, 1), None);
    }
}
