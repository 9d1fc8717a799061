(* The spectral theorem over any real closed field (the reals, the real algebraic numbers): a symmetric matrix is
   P^T diag(x) P with P orthogonal.  Hence every symmetric student has a measure. *)
From mathcomp Require Import all_ssreflect all_algebra complex ring.
From formal Require Import definitions lemmas_loss lemmas_symmetric.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import Order.TTheory GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Spectral.
Variable F : rcfType.

Lemma sq_eq0 n (v : 'rV[F]_n) : (v *m v^T == 0) = (v == 0).
Proof.
apply/eqP/eqP => [E|->]; last by rewrite mul0mx.
by apply: trmx_inj; rewrite trmx0; apply: trmx_mul_eq0; rewrite trmxK.
Qed.

Lemma sq_gt0 n (v : 'rV[F]_n) : v != 0 -> 0 < (v *m v^T) 0 0.
Proof.
move=> v0; rewrite lt_neqAle eq_sym; apply/andP; split.
  apply: contra v0 => /eqP E; rewrite -sq_eq0; apply/eqP/matrixP => i j.
  by rewrite !ord1 E mxE.
by rewrite mxE; apply: sumr_ge0 => i _; rewrite mxE -expr2 sqr_ge0.
Qed.


(* A symmetric matrix has an eigenvalue in F: where v A = (a + ib) v, v = x + iy, b (|x|^2 + |y|^2) = 0. *)
Lemma symmetric_eigenvector n (A : 'M[F]_n.+1) : A^T = A ->
  exists a, exists2 v : 'rV[F]_n.+1, v != 0 & v *m A = a *: v.
Proof.
move=> At; pose AC := map_mx (real_complex F) A.
have [[a b] /=] : exists z, root (char_poly AC) z by apply/closed_rootP; rewrite size_char_poly.
rewrite -eigenvalue_root_char => /eigenvalueP [v vA v0].
pose x : 'rV[F]_n.+1 := \row_i complex.Re (v 0 i); pose y : 'rV[F]_n.+1 := \row_i complex.Im (v 0 i).
have entry i : (\sum_l complex.Re (v 0 l) * A l i = a * complex.Re (v 0 i) - b * complex.Im (v 0 i))
             * (\sum_l complex.Im (v 0 l) * A l i = a * complex.Im (v 0 i) + b * complex.Re (v 0 i)).
  have := congr1 (fun u : 'rV_n.+1 => u 0 i) vA; rewrite !mxE.
  rewrite (eq_bigr (fun l => Complex (complex.Re (v 0 l) * A l i) (complex.Im (v 0 l) * A l i))); last first.
    by move=> l _; rewrite mxE; case: (v 0 l) => p q; apply/eqP; rewrite eq_complex /= !mulr0 subr0 add0r eqxx /= mulrC.
  have -> (f g : 'I_n.+1 -> F) : \sum_l Complex (f l) (g l) = Complex (\sum_l f l) (\sum_l g l).
    by elim/big_rec3: _ => // l s t u _ ->.
  by case: (v 0 i) => p q /= [-> ->].
have xA : x *m A = a *: x - b *: y.
  apply/rowP => i; rewrite !mxE -(entry i).1; apply: eq_bigr => l _; by rewrite mxE.
have yA : y *m A = a *: y + b *: x.
  apply/rowP => i; rewrite !mxE -(entry i).2; apply: eq_bigr => l _; by rewrite mxE.
have b0 : b *: (x *m x^T + y *m y^T) = 0.
  have E : y *m A *m x^T = (x *m A *m y^T)^T by rewrite !trmx_mul trmxK At mulmxA.
  have C : (x *m y^T)^T = y *m x^T by rewrite trmx_mul trmxK.
  have S (u : 'rV[F]_n.+1) : (u *m u^T)^T = u *m u^T by rewrite trmx_mul trmxK.
  move: E; rewrite xA yA mulmxDl mulmxBl -!scalemxAl linearB /= !linearZ /= C S => /addrI.
  by move=> E; rewrite scalerDr E -scalerDr addNr scaler0.
have xy : (x != 0) || (y != 0).
  apply: contraR v0; rewrite negb_or !negbK => /andP [/eqP x0 /eqP y0]; apply/eqP/rowP => i; rewrite mxE.
  have := congr1 (fun u : 'rV_n.+1 => u 0 i) x0; have := congr1 (fun u : 'rV_n.+1 => u 0 i) y0; rewrite !mxE.
  by case: (v 0 i) => p q /= -> ->.
have {}b0 : b = 0.
  have /eqP := b0; rewrite scaler_eq0 => /orP [/eqP //|/eqP E].
  have := congr1 (fun M : 'M[F]_1 => M 0 0) E; rewrite mxE [RHS]mxE => /eqP.
  have ge (u : 'rV[F]_n.+1) : 0 <= (u *m u^T) 0 0.
    by have [->|/sq_gt0/ltW //] := eqVneq u 0; rewrite mul0mx mxE.
  rewrite paddr_eq0 // => /andP [/eqP x0 /eqP y0]; case/orP: xy => /sq_gt0; by rewrite (x0, y0) ltxx.
exists a; case/orP: xy => [x0|y0]; [exists x|exists y] => //; first by rewrite xA b0 scale0r subr0.
by rewrite yA b0 scale0r addr0.
Qed.

(* I - 2 u^T u / |u|^2 exchanges a unit vector with e_0 *)
Lemma reflection n (v : 'rV[F]_n.+1) : v *m v^T = 1 ->
  exists2 H : 'M[F]_n.+1, H^T = H /\ H *m H = 1%:M & row 0 H = v.
Proof.
move=> v1; pose e : 'rV[F]_n.+1 := delta_mx 0 0.
have e1 : e *m e^T = 1 by rewrite trmx_delta mul_delta_mx; apply/matrixP => i j; rewrite !ord1 !mxE.
have [->|ve] := eqVneq v e.
  exists 1%:M; first by rewrite trmx1 mulmx1.
  exact: row1.
have [u uE] : exists u, u = v - e by exists (v - e).
pose s := (u *m u^T) 0 0.
have u0 : u != 0 by rewrite uE subr_eq0.
have s0 : s != 0 by rewrite gt_eqF // sq_gt0.
have us : u *m u^T = s%:M by rewrite [LHS]mx11_scalar.
pose r := (e *m v^T) 0 0.
have er : e *m v^T = r%:M by rewrite [LHS]mx11_scalar.
have sr : s = 2%:R - r - r.
  have re : v *m e^T = r%:M by rewrite -[LHS]trmxK trmx_mul trmxK er tr_scalar_mx.
  rewrite /s uE linearB /= mulmxBl !mulmxBr v1 e1 er re !mxE eqxx !mulr1n opprB addrA.
  ring.
have [q qs] : exists q, q * s = 1 + 1 by exists ((1 + 1) / s); rewrite divfK.
exists (1%:M - q *: (u^T *m u)).
  split; first by rewrite linearB linearZ /= trmx1 trmx_mul trmxK.
  have uuu : u^T *m u *m (u^T *m u) = s *: (u^T *m u).
    by rewrite mulmxA -[u^T *m u *m u^T]mulmxA us mul_mx_scalar scalemxAl.
  rewrite mulmxBl mul1mx mulmxBr mulmx1 -scalemxAl -scalemxAr uuu !scalerA.
  by rewrite -[_ * _ * s]mulrA qs mulrDr mulr1 scalerDl opprB addrK subrK.
rewrite rowE -/e mulmxBr mulmx1 -scalemxAr mulmxA {1}uE linearB /= mulmxBr er e1.
have -> : r%:M - 1 = (r - 1)%:M :> 'M_1 by apply/matrixP => i j; rewrite !ord1 !mxE eqxx.
rewrite mul_scalar_mx scalerA.
suff -> : q * (r - 1) = -1 by rewrite scaleN1r opprK uE addrC subrK.
by apply: (mulIf s0); rewrite mulrAC qs sr; ring.
Qed.

Lemma spectral n (A : 'M[F]_n) : A^T = A ->
  exists2 P : 'M[F]_n, P *m P^T = 1%:M & exists x : 'rV[F]_n, A = P^T *m diag_mx x *m P.
Proof.
elim: n A => [|n IH] A At.
  by exists 1%:M; [rewrite trmx1 mulmx1|exists 0; apply/matrixP => -[]].
have [a [v0 v0n v0A]] := symmetric_eigenvector At.
have [v vn vA] : exists2 v : 'rV[F]_n.+1, v *m v^T = 1 & v *m A = a *: v.
  have gt := sq_gt0 v0n; set s := (v0 *m v0^T) 0 0 in gt *; pose q := (Num.sqrt s)^-1.
  exists (q *: v0); last by rewrite -scalemxAl v0A !scalerA mulrC.
  rewrite linearZ /= -scalemxAl -scalemxAr scalerA [v0 *m v0^T]mx11_scalar -/s scale_scalar_mx -invfM -expr2.
  by rewrite sqr_sqrtr ?ltW // mulVf // gt_eqF.
have [H [Ht HH] Hv] := reflection vn.
have [M ME] : exists M : 'M_n.+1, M = H *m A *m H by exists (H *m A *m H).
have Mt : M^T = M by rewrite ME !trmx_mul Ht At mulmxA.
have M0 : row 0 M = a *: delta_mx 0 0.
  by rewrite ME -mulmxA row_mul Hv mulmxA vA -scalemxAl -Hv -row_mul HH row1.
pose M' : 'M[F]_n := drsubmx (M : 'M_(1 + n)).
have Mblock : M = block_mx (a%:M : 'M_1) 0 0 M' :> 'M_(1 + n).
  rewrite -[M in LHS](@submxK _ 1 n 1 n); congr (block_mx _ _ _ _).
  - apply/matrixP => i j; rewrite !ord1 !mxE.
    have := congr1 (fun r : 'rV_n.+1 => r 0 0) M0; rewrite !mxE /= mulr1 => <-.
    by congr (M _ _); apply: val_inj.
  - apply/matrixP => i j; rewrite !ord1 !mxE.
    have := congr1 (fun r : 'rV_n.+1 => r 0 (rshift 1 j)) M0; rewrite !mxE /= mulr0 => <-.
    by congr (M _ _); apply: val_inj.
  - apply/matrixP => i j; rewrite !ord1 !mxE -Mt mxE.
    have := congr1 (fun r : 'rV_n.+1 => r 0 (rshift 1 i)) M0; rewrite !mxE /= mulr0 => <-.
    by congr (M _ _); apply: val_inj.
have M't : M'^T = M'.
  move: Mt; rewrite Mblock (@tr_block_mx _ 1 n 1 n) => /(congr1 (@drsubmx _ 1 n 1 n)).
  by rewrite !block_mxKdr.
have [P' P'P [x' x'D]] := IH _ M't.
pose P0 : 'M[F]_(1 + n) := block_mx 1%:M 0 0 P'.
have P0P : P0 *m P0^T = 1%:M.
  rewrite /P0 tr_block_mx mulmx_block !trmx0 !mulmx0 !mul0mx !addr0 add0r trmx1 mulmx1 P'P.
  by rewrite -scalar_mx_block.
exists (P0 *m H : 'M_n.+1).
  by rewrite trmx_mul Ht mulmxA -[P0 *m H *m H]mulmxA HH mulmx1.
exists (row_mx (a%:M : 'M_1) x' : 'rV_(1 + n)).
have -> : A = H *m M *m H by rewrite ME !mulmxA HH mul1mx -mulmxA HH mulmx1.
rewrite trmx_mul Ht -!mulmxA; congr (H *m _); rewrite !mulmxA; congr (_ *m H).
have P0t : P0^T = block_mx 1%:M 0 0 P'^T by rewrite /P0 tr_block_mx !trmx0 trmx1.
have D : diag_mx (row_mx (a%:M : 'M_1) x') = block_mx a%:M 0 0 (diag_mx x').
  rewrite diag_mx_row; congr (block_mx _ _ _ _); by apply/matrixP => i j; rewrite !ord1 !mxE.
suff E : block_mx (a%:M : 'M_1) 0 0 M' = P0^T *m diag_mx (row_mx a%:M x') *m P0 by rewrite Mblock.
rewrite P0t D /P0 !mulmx_block !(mulmx0, mul0mx, addr0, add0r) mul1mx mulmx1.
by rewrite -x'D.
Qed.

(* Every symmetric student has a measure: x the eigenvalues, w_i = (P B)_i^2. *)
Theorem student_measure d (theta : student F d 1 1) : symmetric theta ->
  exists w x : 'I_d -> F, measure_of theta w x.
Proof.
move=> /symmetric_form [A [B [At ->]]].
have [P PP [x AP]] := spectral At.
have PtP : P^T *m P = 1%:M by apply: mulmx1C.
exists (fun i => (P *m B) i 0 ^+ 2), (fun i => x 0 i); split=> [i|i|j].
- exact: sqr_ge0.
- apply/eigenvalueP; exists (row i P); last first.
    by apply/eqP => E; have := congr1 (row i) PP; rewrite row_mul E mul0mx row1 => /rowP /(_ i) /eqP; rewrite !mxE !eqxx eq_sym oner_eq0.
  rewrite -row_mul /= AP !mulmxA PP mul1mx row_mul row_diag_mx -scalemxAl -rowE //.
have bE : b (A, B, B^T) j = P^T *m (\col_i (x 0 i ^+ j * (P *m B) i 0)).
  elim: j => [|j IH].
    rewrite /b /= -[LHS]mul1mx -PtP -mulmxA; congr (_ *m _).
    by apply/matrixP => i l; rewrite ord1 [RHS]mxE expr0 mul1r.
  rewrite -[LHS]/(A *m b (A, B, B^T) j) IH {1}AP -!mulmxA (mulmxA P) PP mul1mx; congr (_ *m _).
  rewrite mul_diag_mx; apply/matrixP => i l; by rewrite !mxE exprS mulrA.
rewrite /h /= bE mulmxA -trmx_mul; apply/matrixP => i l; rewrite !ord1 mxE [RHS]mxE eqxx mulr1n.
by apply: eq_bigr => s _; rewrite [X in X * _]mxE [X in _ * X]mxE mulrCA mulrC expr2 mulrC.
Qed.

End Spectral.
