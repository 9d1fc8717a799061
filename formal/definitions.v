(* What the theorems of this folder speak of.  Who believes them reads this file and their statements.
   R is any commutative ring unless a theorem says more; 'M[R]_(r, s) are the r x s matrices over it. *)
From mathcomp Require Import all_ssreflect all_algebra.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* A student theta = (A, B, C): d states, m inputs, p outputs.  Students are added, and scaled, entry by entry. *)
Notation student R d m p := ('M[R]_d * 'M[R]_(d, m) * 'M[R]_(p, d))%type.

Section Student.
Variables (R : comRingType) (d m p : nat).
Implicit Types (theta G V : student R d m p) (g W : nat -> 'M[R]_(p, m)).

Definition A theta : 'M[R]_d := theta.1.1.
Definition B theta : 'M[R]_(d, m) := theta.1.2.
Definition C theta : 'M[R]_(p, d) := theta.2.

(* b_j = A^j B,  c_i = (A^T)^i C^T,  and the impulse response h_j = C A^j B *)
Definition b theta j : 'M[R]_(d, m) := iter j (mulmx (A theta)) (B theta).
Definition c theta i : 'M[R]_(d, p) := iter i (mulmx (A theta)^T) (C theta)^T.
Definition h theta j : 'M[R]_(p, m) := C theta *m b theta j.

(* Balancedness, Q = A A^T - A^T A + B B^T - C^T C *)
Definition Q theta : 'M[R]_d :=
  A theta *m (A theta)^T - (A theta)^T *m A theta + B theta *m (B theta)^T - (C theta)^T *m C theta.

(* The derivative of Q at theta along V *)
Definition dQ theta V : 'M[R]_d :=
  A theta *m (A V)^T + A V *m (A theta)^T - ((A theta)^T *m A V + (A V)^T *m A theta)
  + (B theta *m (B V)^T + B V *m (B theta)^T) - ((C theta)^T *m C V + (C V)^T *m C theta).

(* <X, Y> = sum_il X_il Y_il, of matrices and of students *)
Definition inner r s (X Y : 'M[R]_(r, s)) : R := \sum_i \sum_l X i l * Y i l.
Definition dot theta G : R := inner (A theta) (A G) + inner (B theta) (B G) + inner (C theta) (C G).

(* The loss against g_0, ..., g_(k-1):  L = sum_(j < k) |h_j - g_j|^2 *)
Definition residual theta g j : 'M[R]_(p, m) := h theta j - g j.
Definition L k g theta : R := \sum_(j < k) inner (residual theta g j) (residual theta g j).

(* sum_j c_j W_j,  sum_j W_j b_j^T,  sum_j sum_(i < j) c_i W_j b_(j-1-i)^T : by the theorem of gradient.v the gradient
   of a function of h_0, ..., h_(k-1) whose derivative by h_j is W_j *)
Definition grad k W theta : student R d m p :=
  (\sum_(j < k) \sum_(i < j) c theta i *m W j *m (b theta (j.-1 - i))^T,
   \sum_(j < k) c theta j *m W j,
   \sum_(j < k) W j *m (b theta j)^T).

(* That of the loss, W_j = 2 (h_j - g_j), and one step of descent, theta - eta grad L *)
Definition gradL k g theta : student R d m p := grad k (fun j => residual theta g j *+ 2) theta.
Definition descent k g (eta : R) theta : student R d m p := theta - eta *: gradL k g theta.

(* The image under a change of basis T, with inverse T': (T A T', T B, C T') *)
Definition change_basis (T T' : 'M[R]_d) theta : student R d m p :=
  (T *m A theta *m T', T *m B theta, C theta *m T').

End Student.

(* Transposition exchanges inputs and outputs: (A^T, C^T, B^T) *)
Definition transpose (R : comRingType) d m p (theta : student R d m p) : student R d p m :=
  ((A theta)^T, (C theta)^T, (B theta)^T).

(* A = A^T and B = C^T *)
Definition symmetric (R : comRingType) d m (theta : student R d m m) : Prop := transpose theta = theta.

Section Teacher.
Variables (R : comRingType) (n : nat) (w x : 'I_n -> R).

(* The teacher with nodes x_i and weights w_i, one input and one output: g_j = sum_i w_i x_i^j *)
Definition teacher (j : nat) : 'M[R]_1 := (\sum_i w i * x i ^+ j)%:M.

(* pi = prod_i (X - x_i) *)
Definition node_polynomial : {poly R} := \prod_i ('X - (x i)%:P).

End Teacher.

(* Over an ordered field with square roots: the norm of a matrix (Frobenius) and of a student *)
Definition frob (R : rcfType) r s (X : 'M[R]_(r, s)) : R := Num.sqrt (inner X X).
Definition norm (R : rcfType) d m p (theta : student R d m p) : R := Num.sqrt (dot theta theta).

Section Measure.
Variables (R : comRingType) (n : nat) (w x : 'I_n -> R).

(* The integral of f by the measure with mass w_i at x_i; the teacher's response is its moments *)
Definition integral (f : R -> R) : R := \sum_i w i * f (x i).

End Measure.

(* mu = sum_i w_i delta_(x_i) is the measure of the symmetric student theta: masses >= 0 at eigenvalues of A,
   and moments h_j.  (Every symmetric student has one, over a real closed field: lemmas_spectral.v.) *)
Definition measure_of (F : realFieldType) d N (theta : student F d 1 1) (w x : 'I_N -> F) : Prop :=
  [/\ forall i, 0 <= w i, forall i, eigenvalue (A theta) (x i) & forall j, h theta j = teacher w x j].

(* Derivatives.  phi (theta + delta) = phi theta + <G, delta> + o(|delta|): G is the gradient of phi at theta *)
Definition is_gradient (R : rcfType) d m p (phi : student R d m p -> R) theta (G : student R d m p) : Prop :=
  forall e, 0 < e -> exists2 s, 0 < s &
    forall delta, norm delta <= s -> `|phi (theta + delta) - phi theta - dot G delta| <= e * norm delta.

(* The first k lags (h_0, ..., h_(k-1)) together, and the derivatives W_j by h_j, j < k, of a function f of them *)
Definition lags (R : comRingType) d m p k (theta : student R d m p) : {ffun 'I_k -> 'M[R]_(p, m)} :=
  [ffun j => h theta (nat_of_ord j)].
Definition is_derivative (R : rcfType) m p k (f : {ffun 'I_k -> 'M[R]_(p, m)} -> R) H (W : nat -> 'M[R]_(p, m)) :
  Prop :=
  forall e, 0 < e -> exists2 s, 0 < s & forall D : {ffun 'I_k -> 'M[R]_(p, m)}, (forall j, frob (D j) <= s) ->
    `|f (H + D) - f H - \sum_(j < k) inner (W j) (D j)| <= e * \sum_j frob (D j).

(* G is the gradient at theta of some differentiable function of h_0, ..., h_(k-1): any loss, any minibatch *)
Definition lag_gradient (R : rcfType) d m p k (theta G : student R d m p) : Prop :=
  exists (f : {ffun 'I_k -> 'M[R]_(p, m)} -> R) W,
    is_derivative f (lags k theta) W /\ is_gradient (fun theta => f (lags k theta)) theta G.

Section Realisation.
Variables (F : fieldType).

(* The responses of n states, and the degree of a response: the least number of states *)
Definition realised_by (g : nat -> 'M[F]_1) n : Prop := exists theta : student F n 1 1, forall j, h theta j = g j.
Definition has_degree (g : nat -> 'M[F]_1) n : Prop := realised_by g n /\ forall n', realised_by g n' -> (n <= n')%N.

(* The coefficient of x^-(j+1) in the expansion of c / a at infinity, the response of this transfer function at lag j:
   the last digit of the quotient of c x^(j+1) by a *)
Definition markov (c a : {poly F}) (j : nat) : 'M[F]_1 := ((c * 'X^j.+1) %/ a)`_0%:M.

End Realisation.
