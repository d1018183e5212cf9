//! Labels that must not touch: they move apart as little as they can and keep their order.

/// New positions for labels that want to be at `wanted` (in order), at least `gap` apart, within `low..=high`.
pub(crate) fn spread(wanted: &[f64], gap: f64, (low, high): (f64, f64)) -> Vec<f64> {
    let mut places = wanted.to_vec();
    let mut least = low;
    for place in &mut places {
        *place = place.max(least);
        least = *place + gap;
    }
    let mut most = high;
    for place in places.iter_mut().rev() {
        *place = place.min(most);
        most = *place - gap;
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_keep_their_order_and_distance() {
        let places = spread(&[10.0, 11.0, 12.0, 90.0], 13.0, (0.0, 95.0));
        assert!(
            places.windows(2).all(|pair| pair[1] - pair[0] >= 13.0),
            "{places:?}"
        );
        assert!(places[3] <= 95.0);
    }
}
