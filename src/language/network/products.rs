//! Rows of bytes times packed weights, tile by tile.
//!
//! A tile is a few rows by [`COLUMNS`] columns; its sums stay in registers. The weights of a panel of columns lie in the
//! order in which they are used, rows of bytes are taken as they are.

use super::Processor;
use super::linear::Linear;

/// Columns of a panel.
pub(super) const COLUMNS: usize = 16;
/// Inputs are taken by so many at a time.
pub(super) const STEP: usize = 8;
/// Inputs whose products one instruction adds up, for each column.
const GROUP: usize = 4;
/// Rows of a tile.
const ROWS: usize = 6;
/// Rows that are done panel by panel: as many as stay in the nearest cache.
const BLOCK: usize = 48;

/// The results of a tile.
type Tile = [[f32; COLUMNS]; ROWS];

/// What turns the sums of a panel's columns into floats.
#[derive(Clone, Copy)]
struct Panel<'a> {
    index: usize,
    offsets: &'a [i32; COLUMNS],
    scales: &'a [f32; COLUMNS],
    biases: &'a [f32; COLUMNS],
}

/// Packed weights.
pub(super) struct Weights {
    depth: usize,
    packed: Packed,
}

enum Packed {
    /// For VNNI. Panel after panel: for each [`GROUP`] of inputs, each column's weights.
    #[cfg(target_arch = "x86_64")]
    Groups(Vec<i8>),
    /// For AVX2. The same, but the two groups of each step stand together, in the panel's own order of steps.
    #[cfg(target_arch = "x86_64")]
    Steps {
        weights: Vec<i8>,
        /// For each step of each panel its first input: first the narrow steps, whose two groups can be added up in 16
        /// bits.
        order: Vec<u16>,
        /// For each panel how many steps are narrow.
        narrow: Vec<usize>,
    },
    /// For any processor. Panel after panel: for each input, each column's weight.
    Rows(Vec<i16>),
}

impl Weights {
    /// Packs a matrix with a row of `width` columns for each of `depth` inputs, for a processor.
    pub fn new(processor: Processor, depth: usize, width: usize, weights: &[i8]) -> Result<Self, String> {
        // 255 times the sum of two such weights fits into 16 bits.
        if weights.iter().any(|weight| !(-64..=64).contains(weight)) {
            return Err("weights of more than 7 bits".to_owned());
        }
        let at = |input: usize, column: usize| if column < width { weights[input * width + column] } else { 0 };
        let panels = (0..width).step_by(COLUMNS).map(|start| start..start + COLUMNS);
        #[cfg(target_arch = "x86_64")]
        if processor.avx2() {
            let mut packed = Vec::with_capacity(depth * width.next_multiple_of(COLUMNS));
            let (mut order, mut narrow) = (Vec::new(), Vec::new());
            let is_first = |step: &[i8; STEP * COLUMNS]| processor.vnni() || is_narrow(step);
            for columns in panels {
                let steps = (0..depth).step_by(STEP).map(|start| {
                    let mut step = [0; STEP * COLUMNS];
                    for (input, column) in (0..STEP).flat_map(|input| (0..COLUMNS).map(move |column| (input, column))) {
                        let place = (input / GROUP * COLUMNS + column) * GROUP + input % GROUP;
                        step[place] = at(start + input, columns.start + column);
                    }
                    (start as u16, step)
                });
                let (first, rest): (Vec<_>, Vec<_>) = steps.partition(|(_, step)| is_first(step));
                narrow.push(first.len());
                for (start, step) in first.into_iter().chain(rest) {
                    order.push(start);
                    packed.extend_from_slice(&step);
                }
            }
            let packed = match processor.vnni() {
                true => Packed::Groups(packed),
                false => Packed::Steps { weights: packed, order, narrow },
            };
            return Ok(Self { depth, packed });
        }
        #[cfg(not(target_arch = "x86_64"))]
        let _ = processor;
        let mut weights = Vec::with_capacity(depth * width.next_multiple_of(COLUMNS));
        for columns in panels {
            for input in 0..depth {
                weights.extend(columns.clone().map(|column| i16::from(at(input, column))));
            }
        }
        Ok(Self { depth, packed: Packed::Rows(weights) })
    }

    /// Appends the panels of a matrix of the same depth, packed for the same processor.
    pub fn append(&mut self, other: Self) -> Result<(), String> {
        match (&mut self.packed, other.packed) {
            #[cfg(target_arch = "x86_64")]
            (Packed::Groups(weights), Packed::Groups(more)) if other.depth == self.depth => weights.extend(more),
            #[cfg(target_arch = "x86_64")]
            (Packed::Steps { weights, order, narrow }, Packed::Steps { weights: w, order: o, narrow: n })
                if other.depth == self.depth =>
            {
                weights.extend(w);
                order.extend(o);
                narrow.extend(n);
            }
            (Packed::Rows(weights), Packed::Rows(more)) if other.depth == self.depth => weights.extend(more),
            _ => return Err("products of unlike depth".to_owned()),
        }
        Ok(())
    }

    /// Inputs.
    pub fn depth(&self) -> usize {
        self.depth
    }
}

/// Whether in a step no two pairs of inputs that meet in 16 bits can overflow there, whatever the inputs are.
#[cfg(target_arch = "x86_64")]
fn is_narrow(step: &[i8; STEP * COLUMNS]) -> bool {
    let (first, second) = step.split_at(COLUMNS * GROUP);
    let mut fits = true;
    for (pair, other) in first.as_chunks::<2>().0.iter().zip(second.as_chunks::<2>().0) {
        let weights = [pair[0], pair[1], other[0], other[1]].map(i16::from);
        let positive: i16 = weights.iter().map(|&weight| weight.max(0)).sum();
        let negative: i16 = weights.iter().map(|&weight| weight.min(0)).sum();
        // 128 times 255 is below 2^15.
        fits &= positive <= 128 && negative >= -128;
    }
    fits
}

/// The products of rows of bytes with the weights, as floats.
pub(super) fn apply(linear: &Linear, rows: &[u8], out: &mut [f32]) {
    match &linear.weights.packed {
        #[cfg(target_arch = "x86_64")]
        Packed::Groups(weights) => {
            // SAFETY: weights are packed in groups for processors with VNNI alone.
            unsafe { vnni::apply(linear, weights, rows, out) }
        }
        #[cfg(target_arch = "x86_64")]
        Packed::Steps { weights, order, narrow } => {
            // SAFETY: weights are packed in steps for processors with AVX2 alone.
            unsafe { avx2::apply(linear, weights, order, narrow, rows, out) }
        }
        Packed::Rows(weights) => {
            let depth = linear.depth();
            all_tiles(linear, rows, out, |rows, _, panel, tile| {
                let weights = &weights[panel.index * depth * COLUMNS..][..depth * COLUMNS];
                for (row, floats) in rows.chunks_exact(depth).zip(tile) {
                    let sums = plain(row, weights);
                    for column in 0..COLUMNS {
                        let sum = (sums[column] - panel.offsets[column]) as f32;
                        floats[column] = sum * panel.scales[column] + panel.biases[column];
                    }
                }
            });
        }
    }
}

/// Walks over all tiles: `fill` is given rows, their number and a panel, and fills in the tile.
#[inline(always)]
fn all_tiles(linear: &Linear, rows: &[u8], out: &mut [f32], fill: impl Fn(&[u8], usize, Panel, &mut Tile)) {
    let (depth, width) = (linear.depth(), linear.width());
    let mut tile: Tile = [[0.0; COLUMNS]; ROWS];
    for (rows, out) in rows.chunks(BLOCK * depth).zip(out.chunks_mut(BLOCK * width)) {
        let offsets = linear.offsets.as_chunks().0.iter();
        let columns = offsets.zip(linear.scales.as_chunks().0).zip(linear.biases.as_chunks().0);
        for (index, ((offsets, scales), biases)) in columns.enumerate() {
            let panel = Panel { index, offsets, scales, biases };
            let columns = index * COLUMNS..width.min((index + 1) * COLUMNS);
            for (rows, out) in rows.chunks(ROWS * depth).zip(out.chunks_mut(ROWS * width)) {
                fill(rows, rows.len() / depth, panel, &mut tile);
                for (floats, out) in tile.iter().zip(out.chunks_mut(width)) {
                    let out = &mut out[columns.clone()];
                    match <&mut [f32; COLUMNS]>::try_from(&mut *out) {
                        Ok(whole) => *whole = *floats,
                        Err(_) => out.copy_from_slice(&floats[..columns.len()]),
                    }
                }
            }
        }
    }
}

/// The sums of one row and a panel, with the instructions of any processor.
fn plain(row: &[u8], panel: &[i16]) -> [i32; COLUMNS] {
    let mut sums = [0; COLUMNS];
    let weights = panel.as_chunks::<{ GROUP * COLUMNS }>().0;
    for (inputs, weights) in row.as_chunks::<GROUP>().0.iter().zip(weights) {
        for (&input, weights) in inputs.iter().zip(weights.as_chunks::<COLUMNS>().0) {
            for column in 0..COLUMNS {
                sums[column] += i32::from(input) * i32::from(weights[column]);
            }
        }
    }
    sums
}

/// With the instructions of AVX2: 32 products of a byte without and one with a sign at a time, added up by pairs in 16
/// bits.
#[cfg(target_arch = "x86_64")]
mod avx2 {
    use super::{COLUMNS, GROUP, Linear, Panel, ROWS, STEP, Tile, all_tiles};
    use std::arch::x86_64::{
        __m256i, _mm256_add_epi16, _mm256_add_epi32, _mm256_add_ps, _mm256_cvtepi32_ps, _mm256_loadu_ps,
        _mm256_loadu_si256, _mm256_madd_epi16, _mm256_maddubs_epi16, _mm256_mul_ps, _mm256_set1_epi16,
        _mm256_set1_epi32, _mm256_setzero_si256, _mm256_storeu_ps, _mm256_sub_epi32,
    };

    #[target_feature(enable = "avx2")]
    pub(super) fn apply(
        linear: &Linear,
        weights: &[i8],
        order: &[u16],
        narrow: &[usize],
        rows: &[u8],
        out: &mut [f32],
    ) {
        let depth = linear.depth();
        all_tiles(linear, rows, out, |rows, count, panel, floats| {
            let weights = &weights[panel.index * depth * COLUMNS..][..depth * COLUMNS];
            let order = order[panel.index * depth / STEP..][..depth / STEP].split_at(narrow[panel.index]);
            match count {
                1 => tile::<1>(rows, weights, order, panel, floats),
                2 => tile::<2>(rows, weights, order, panel, floats),
                3 => tile::<3>(rows, weights, order, panel, floats),
                4 => tile::<4>(rows, weights, order, panel, floats),
                5 => tile::<5>(rows, weights, order, panel, floats),
                _ => tile::<ROWS>(rows, weights, order, panel, floats),
            }
        });
    }

    /// The results for `COUNT` rows and a panel, whose steps are `narrow` ones and then `wide` ones.
    #[target_feature(enable = "avx2")]
    fn tile<const COUNT: usize>(
        rows: &[u8],
        weights: &[i8],
        (narrow, wide): (&[u16], &[u16]),
        panel: Panel,
        floats: &mut Tile,
    ) {
        let zero = [[_mm256_setzero_si256(); 2]; COUNT];
        let (first, rest) = weights.split_at(narrow.len() * STEP * COLUMNS);
        let lanes = steps::<COUNT, true>(rows, first, narrow, zero);
        let lanes = steps::<COUNT, false>(rows, rest, wide, lanes);
        for half in 0..2 {
            let at = half * COLUMNS / 2;
            // SAFETY: half of the columns are one register.
            let (offsets, scales, biases) = unsafe {
                (
                    _mm256_loadu_si256(panel.offsets[at..].as_ptr().cast()),
                    _mm256_loadu_ps(panel.scales[at..].as_ptr()),
                    _mm256_loadu_ps(panel.biases[at..].as_ptr()),
                )
            };
            for (lanes, floats) in lanes.iter().zip(&mut *floats) {
                let sums = _mm256_cvtepi32_ps(_mm256_sub_epi32(lanes[half], offsets));
                let results = _mm256_add_ps(_mm256_mul_ps(sums, scales), biases);
                // SAFETY: as above.
                unsafe { _mm256_storeu_ps(floats[at..].as_mut_ptr(), results) };
            }
        }
    }

    /// Adds the products of some steps; `NARROW` where the two groups of each are added up in 16 bits.
    #[inline]
    #[target_feature(enable = "avx2")]
    fn steps<const COUNT: usize, const NARROW: bool>(
        rows: &[u8],
        weights: &[i8],
        starts: &[u16],
        mut lanes: [[__m256i; 2]; COUNT],
    ) -> [[__m256i; 2]; COUNT] {
        let depth = rows.len() / COUNT;
        let ones = _mm256_set1_epi16(1);
        let steps = weights.as_chunks::<{ STEP * COLUMNS }>().0;
        for (weights, &start) in steps.iter().zip(starts) {
            let start = usize::from(start);
            assert!(start + STEP <= depth);
            // SAFETY: the weights of a step are four registers.
            let weights: [__m256i; 4] = std::array::from_fn(|at| unsafe { load(weights.as_ptr().add(at * 32)) });
            for row in 0..COUNT {
                let inputs = |group: usize| {
                    // SAFETY: within the row, as has been made sure above.
                    let at = unsafe { rows.as_ptr().add(row * depth + start + group * GROUP) };
                    // SAFETY: four inputs are there.
                    _mm256_set1_epi32(unsafe { at.cast::<i32>().read_unaligned() })
                };
                let (first, second) = (inputs(0), inputs(1));
                for half in 0..2 {
                    let first = _mm256_maddubs_epi16(first, weights[half]);
                    let second = _mm256_maddubs_epi16(second, weights[2 + half]);
                    let both = if NARROW {
                        _mm256_madd_epi16(_mm256_add_epi16(first, second), ones)
                    } else {
                        _mm256_add_epi32(_mm256_madd_epi16(first, ones), _mm256_madd_epi16(second, ones))
                    };
                    lanes[row][half] = _mm256_add_epi32(lanes[row][half], both);
                }
            }
        }
        lanes
    }

    /// # Safety
    /// 32 bytes can be read there.
    #[target_feature(enable = "avx2")]
    unsafe fn load(at: *const i8) -> __m256i {
        // SAFETY: the caller's duty.
        unsafe { _mm256_loadu_si256(at.cast()) }
    }
}

/// With the dot products of AVX-512 (VNNI): 64 products of a byte without and one with a sign at a time, added up by fours
/// in 32 bits.
#[cfg(target_arch = "x86_64")]
mod vnni {
    use super::{COLUMNS, GROUP, Linear, Panel, ROWS, STEP, Tile, all_tiles};
    use std::arch::x86_64::{
        __m512i, _mm512_add_epi32, _mm512_add_ps, _mm512_cvtepi32_ps, _mm512_dpbusd_epi32, _mm512_loadu_ps,
        _mm512_loadu_si512, _mm512_mul_ps, _mm512_set1_epi32, _mm512_setzero_si512, _mm512_storeu_ps, _mm512_sub_epi32,
    };

    #[target_feature(enable = "avx512f,avx512vnni")]
    pub(super) fn apply(linear: &Linear, weights: &[i8], rows: &[u8], out: &mut [f32]) {
        let depth = linear.depth();
        all_tiles(linear, rows, out, |rows, count, panel, floats| {
            let weights = &weights[panel.index * depth * COLUMNS..][..depth * COLUMNS];
            match count {
                1 => tile::<1>(rows, weights, panel, floats),
                2 => tile::<2>(rows, weights, panel, floats),
                3 => tile::<3>(rows, weights, panel, floats),
                4 => tile::<4>(rows, weights, panel, floats),
                5 => tile::<5>(rows, weights, panel, floats),
                _ => tile::<ROWS>(rows, weights, panel, floats),
            }
        });
    }

    /// The results for `COUNT` rows and a panel. The two groups of a step have sums of their own, so that one need not
    /// wait for the other.
    #[target_feature(enable = "avx512f,avx512vnni")]
    fn tile<const COUNT: usize>(rows: &[u8], weights: &[i8], panel: Panel, floats: &mut Tile) {
        let depth = rows.len() / COUNT;
        let steps = weights.as_chunks::<{ STEP * COLUMNS }>().0;
        assert!(steps.len() * STEP <= depth);
        let mut lanes = [[_mm512_setzero_si512(); 2]; COUNT];
        for (step, weights) in steps.iter().enumerate() {
            // SAFETY: the weights of a step are two registers.
            let weights: [__m512i; 2] =
                std::array::from_fn(|group| unsafe { _mm512_loadu_si512(weights.as_ptr().add(group * 64).cast()) });
            for row in 0..COUNT {
                for group in 0..2 {
                    // SAFETY: within the row, as has been made sure above.
                    let at = unsafe { rows.as_ptr().add(row * depth + step * STEP + group * GROUP) };
                    // SAFETY: four inputs are there.
                    let inputs = _mm512_set1_epi32(unsafe { at.cast::<i32>().read_unaligned() });
                    lanes[row][group] = _mm512_dpbusd_epi32(lanes[row][group], inputs, weights[group]);
                }
            }
        }
        // SAFETY: the columns are one register.
        let (offsets, scales, biases) = unsafe {
            (
                _mm512_loadu_si512(panel.offsets.as_ptr().cast()),
                _mm512_loadu_ps(panel.scales.as_ptr()),
                _mm512_loadu_ps(panel.biases.as_ptr()),
            )
        };
        for ([first, second], floats) in lanes.into_iter().zip(floats) {
            let sums = _mm512_cvtepi32_ps(_mm512_sub_epi32(_mm512_add_epi32(first, second), offsets));
            let results = _mm512_add_ps(_mm512_mul_ps(sums, scales), biases);
            // SAFETY: as above.
            unsafe { _mm512_storeu_ps(floats.as_mut_ptr(), results) };
        }
    }
}
